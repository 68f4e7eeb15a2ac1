// Mounts the frame of a session's map once, hands it the events by a port, and says in Python what the reader changed.
export default function ({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector(".host");
  let held = host.held;
  if (!held) {
    held = host.held = { port: null, next: null };
    const frame = document.createElement("iframe");
    held.frame = frame;
    frame.className = "frame";
    frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
    held.listen = (event) => {
      if (event.source !== frame.contentWindow || event.data !== "qantar:ready") return;
      const channel = new MessageChannel();
      held.port = channel.port1;
      held.port.onmessage = ({ data: said }) => {
        if (said.value) held.tell(said.value);
        if (said.height && !held.fixed) frame.style.height = `${said.height}px`;
      };
      frame.contentWindow.postMessage("qantar:port", "*", [channel.port2]);
      if (held.next) held.port.postMessage(held.next);
    };
    window.addEventListener("message", held.listen);
    frame.src = data.src;
    host.append(frame);
  }
  if (Object.keys(data.events).length) held.events = { bulk: data.bulk, ...data.events };
  if (held.events?.bulk !== data.bulk) {
    setTriggerValue("lacking", data.bulk);
    return;
  }
  held.tell = (value) => setTriggerValue("change", value);
  held.fixed = data.embed;
  held.frame.title = data.title;
  host.classList.toggle("desk", data.embed);
  const style = getComputedStyle(host);
  const colour = (name) => style.getPropertyValue(name).trim();
  const theme = { ground: colour("--st-background-color"), accent: colour("--st-primary-color") };
  held.next = { ...data, ...held.events, theme };
  held.port?.postMessage(held.next);
  return () => {
    if (host.isConnected) return;
    window.removeEventListener("message", held.listen);
  };
}
