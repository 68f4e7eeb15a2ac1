// Play: the window walks through the days; it stops at the last one.
{
  const STEP_MS = 1400;
  const SPEEDS = [0.5, 1, 2, 4];

  class Player {
    // host: {first, last, stride(), get(), move(window), release(), playing(on)}
    constructor(host) {
      this.host = host;
      this.timer = 0;
      this.speed = 1;
    }

    get on() {
      return this.timer !== 0;
    }

    toggle() {
      if (this.on) this.pause();
      else this.play();
    }

    play() {
      const { first, last } = this.host.get();
      const length = last - first + 1;
      const whole = first === this.host.first && last === this.host.last;
      if (whole) this.start(this.host.stride());
      else if (last === this.host.last) this.start(length);
      this.schedule();
      this.host.playing(true);
    }

    start(length) {
      this.host.move({ first: this.host.first, last: Math.min(this.host.last, this.host.first + length - 1) }, true);
    }

    schedule() {
      this.timer = setTimeout(() => {
        if (this.step(1) && this.host.get().last < this.host.last) this.schedule();
        else this.pause();
      }, STEP_MS / this.speed);
    }

    pause() {
      if (!this.on) return;
      clearTimeout(this.timer);
      this.timer = 0;
      this.host.playing(false);
      this.host.release();
    }

    // Moves the window by one stride; false at the end. From the whole period the first step is its first stride.
    step(direction) {
      const { first, last } = this.host.get();
      const stride = this.host.stride();
      if (first === this.host.first && last === this.host.last) {
        if (direction > 0) this.start(stride);
        else this.host.move({ first: Math.max(this.host.first, last - stride + 1), last }, true);
        return true;
      }
      const by = Math.max(this.host.first - first, Math.min(this.host.last - last, direction * stride));
      if (by) this.host.move({ first: first + by, last: last + by }, true);
      return by !== 0;
    }
  }

  Object.assign(qantar, { Player, SPEEDS });
}
