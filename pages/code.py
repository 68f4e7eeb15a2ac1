from geo.ui.code_page import draw_code
from geo.ui.state import current

draw_code(current())
