"""Somebody without a mouse, who sees at each step where they are."""

from tests.journeys.looking import faults_of

HERE = "el => el === document.activeElement"
# What has the focus, or what stands around a hidden field, shows a ring or a shadow
# and lies where it can be seen once the page has scrolled to it.
UNSEEN = """async here => {
  const rings = (one) => {
    const style = getComputedStyle(one);
    const isRinged = style.outlineStyle !== "none" && parseFloat(style.outlineWidth);
    return isRinged || style.boxShadow !== "none";
  };
  const near = [here];
  while (near.length < 4) near.push(near.at(-1).parentElement ?? here);
  const shown = near.find(rings);
  if (!shown) return `${location.pathname}: shows no focus: ${here.outerHTML}`;
  for (let frame = 0; frame < 60; frame += 1) {
    const box = shown.getBoundingClientRect();
    if (box.bottom > 0 && box.right > 0 && box.top < innerHeight
      && box.left < innerWidth) return "";
    await new Promise(requestAnimationFrame);
  }
  return `${location.pathname}: is out of sight: ${here.outerHTML}`;
}"""


class Keys:
    """A person without a mouse: Tab to a thing, type, Enter."""

    def __init__(self, page):
        self.page, self.faults = page, []

    def reach(self, target):
        for _ in range(120):
            if target.evaluate(HERE):
                self.faults += filter(None, [target.evaluate(UNSEEN)])
                return target
            self.page.keyboard.press("Tab")
        raise AssertionError(f"No way by Tab to {target}")

    def fill(self, **fields):
        """Type into fields by their names, in the order of the page."""
        for name, text in fields.items():
            box = self.reach(self.page.locator(f"[name='{name}']").first)
            if box.evaluate("el => el.tagName") == "SELECT":
                self.pick(box, text)
            elif box.get_attribute("type") == "datetime-local":
                for part in text:  # as it is typed: the day, then the time
                    self.page.keyboard.type(part)
                    self.page.keyboard.press("ArrowRight")
            else:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(text)

    def pick(self, box, text):
        """Go down the options of a list until the one that says this."""
        self.page.keyboard.press("Home")
        for _ in range(40):
            if box.evaluate("el => el.selectedOptions[0].text") == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No option says {text}")

    def press(self, name, role="button", *, exact=False):
        self.reach(self.page.get_by_role(role, name=name, exact=exact).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, words):
        """Open what is folded under these words."""
        self.reach(self.page.locator("summary", has_text=words).first)
        self.page.keyboard.press("Enter")

    def choose(self, path):
        """The system's own dialog is where the file is chosen."""
        self.page.set_input_files("input[type=file]", path)

    def look(self, name):
        self.faults += [f"{name}: {fault}" for fault in faults_of(self.page)]

    def says(self, text):
        self.page.wait_for_selector(f"text={text}")
