// The block editor with keys and a screen reader: every control is reached with Tab, has a name and answers to Enter
// and Space; blocks stand in the document in the order in which they are shown.
// Its words come, translated, from <template id="desk-words"> in the form.
{
  let machine, bar, words, status
  const asked = location.hash.match(/^#block-(\d+)$/)?.[1] // the block editor writes there later

  const all = (selector, root = document) => [...root.querySelectorAll(selector)]
  const ordering = (block) => block.querySelector(".order-machine-ordering")
  const blocks = () =>
    all(":scope > .inline-related:not(.empty-form)", machine).sort((a, b) => a.style.order - b.style.order)
  const neighbours = (block) => blocks().filter((other) => other.dataset.region === block.dataset.region)
  const title = (block) => {
    const type = block.querySelector("h3 > b").textContent
    const label = block.querySelector("h3 .inline_label").textContent.trim()
    return block.classList.contains("has_original") ? label : `${type} ${label}`
  }

  function button(text, className, onclick) {
    const made = document.createElement("button")
    Object.assign(made, { type: "button", className: `desk-tool ${className}`, textContent: text })
    made.addEventListener("click", (event) => {
      event.stopPropagation() // a click on a block's heading folds it
      event.preventDefault()
      onclick(made)
    })
    return made
  }

  // What the block editor made of a <span> or <a> without address becomes a button in every respect.
  function press(element, name) {
    if (element.hasAttribute("tabindex")) return
    element.setAttribute("role", "button")
    element.tabIndex = 0
    if (name) element.setAttribute("aria-label", name)
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      element.click()
    })
  }

  // --- Order -------------------------------------------------------------------------------------------

  function sort() {
    let place = machine.firstElementChild
    for (const block of blocks()) {
      if (block === place) place = place.nextElementSibling
      else machine.insertBefore(block, place)
    }
    refresh()
  }

  function move(block, step, tool) {
    const list = neighbours(block)
    const from = list.indexOf(block)
    const to = from + step
    if (to < 0 || to >= list.length) return
    list.splice(to, 0, ...list.splice(from, 1))
    list.forEach((other, index) => {
      ordering(other).value = other.style.order = 10 * (index + 1)
    })
    sort()
    const other = block.querySelector(step < 0 ? ".desk-tool--down" : ".desk-tool--up")
    const target = tool.disabled ? other : tool
    target.focus()
    status.textContent = words.moved.replace("{place}", to + 1).replace("{count}", list.length)
  }

  // --- One block ---------------------------------------------------------------------------------------

  function decorate(block) {
    if (block.querySelector(".desk-tools")) return
    const heading = block.querySelector("h3")
    const tools = document.createElement("span")
    tools.className = "desk-tools"
    tools.append(
      button("↑", "desk-tool--up", (tool) => move(block, -1, tool)),
      button("↓", "desk-tool--down", (tool) => move(block, 1, tool)),
      button("", "desk-tool--fold", () => heading.click()),
    )
    heading.querySelector(".inline_label").after(tools)
    const target = block.querySelector(":scope > .order-machine-insert-target")
    if (target) press(target)
    new MutationObserver(refresh).observe(block, { attributeFilter: ["class"] })
  }

  function refresh() {
    for (const block of blocks()) {
      const list = neighbours(block)
      const [up, down, fold] = all(".desk-tool", block)
      const name = title(block)
      const isFolded = block.classList.contains("collapsed")
      up.disabled = block === list[0]
      down.disabled = block === list.at(-1)
      up.setAttribute("aria-label", `${words.up}: ${name}`)
      down.setAttribute("aria-label", `${words.down}: ${name}`)
      fold.textContent = isFolded ? words.show : words.hide
      fold.setAttribute("aria-label", `${fold.textContent}: ${name}`)
      fold.setAttribute("aria-expanded", String(!isFolded))
      block.querySelector(":scope > .order-machine-insert-target")?.setAttribute("aria-label", `${words.before}: ${name}`)
      block.querySelector("h3 .delete input")?.setAttribute("aria-label", `${words.remove}: ${name}`)
    }
    sayWhere()
  }

  // --- Adding a block -------------------------------------------------------------------------------------

  function sayWhere() {
    const before = document.querySelector(".order-machine-insert-target.selected")?.closest(".inline-related")
    bar.querySelector(".desk-add").textContent = before ? `${words.before}: ${title(before)}` : words.add
  }

  function prepareBar() {
    const heading = document.createElement("h3")
    Object.assign(heading, { className: "desk-add", id: "desk-add" })
    bar.prepend(heading)
    bar.setAttribute("role", "group")
    bar.setAttribute("aria-labelledby", "desk-add")
    all(".plugin-button", bar).forEach((element) => press(element))
    // The bar is always open here, so where to add is what is selected now, not what was once.
    bar.addEventListener(
      "click",
      () => {
        if (!document.querySelector(".order-machine-insert-target.selected")) window.ContentEditor._insertBefore = null
      },
      true,
    )
    document.addEventListener("click", (event) => {
      if (event.target.matches?.(".order-machine-insert-target.selected")) {
        bar.querySelector(".plugin-button:not(.content-editor-hide)")?.focus()
      }
      sayWhere()
    })
    document.addEventListener("keyup", sayWhere)
  }

  // --- Regions: a button in each tab's heading, pressed when the region is shown ---------------------------------------

  function prepareTabs() {
    const tabs = all(".tabs.regions .tab")
    if (tabs.length < 2) return
    for (const tab of tabs) {
      const inside = document.createElement("button")
      Object.assign(inside, { type: "button", className: "desk-tab", textContent: tab.textContent })
      tab.replaceChildren(inside)
      const say = () => inside.setAttribute("aria-pressed", String(tab.classList.contains("active")))
      new MutationObserver(say).observe(tab, { attributeFilter: ["class"] })
      say()
    }
  }

  // --- Text boxes -------------------------------------------------------------------------------------------

  function nameTextBoxes() {
    for (const box of all(".ProseMirror[contenteditable]:not([aria-label])")) {
      const field = box.closest(".form-row, .prose-editor")?.parentElement.querySelector("textarea")
      const label = field && document.querySelector(`label[for="${field.id}"]`)
      box.setAttribute("role", "textbox")
      box.setAttribute("aria-multiline", "true")
      box.setAttribute("aria-label", label ? label.textContent.replace(/:\s*$/, "") : words.text)
    }
  }

  // A new block is written into at once; its text box comes a moment after the block.
  function enter(fresh) {
    for (const block of fresh) {
      const control = block.querySelector(".form-row")?.querySelector("input:not([type=hidden]), select, [contenteditable]")
      if (!control) continue
      control.focus()
      keepInSight(control)
      fresh.delete(block)
    }
  }

  // Text boxes above it may still be growing; once somebody does anything, the page stays where it is.
  function keepInSight(control) {
    const grown = new ResizeObserver(() => control.scrollIntoView({ block: "nearest" }))
    grown.observe(machine)
    for (const act of ["keydown", "pointerdown", "wheel"]) {
      addEventListener(act, () => grown.disconnect(), { once: true, passive: true })
    }
  }

  // The block that the address asks for, as a link of the desk does: shown, whatever tab or fold hides it.
  function askedFor() {
    const key = asked && machine.querySelector(`.inline-related > input[name^="blocks"][name$="-id"][value="${asked}"]`)
    const block = key?.closest(".inline-related")
    if (!block) return []
    all(".tabs.regions .tab").find((tab) => tab.dataset.region === block.dataset.region)?.click()
    if (block.classList.contains("collapsed")) block.querySelector("h3").click()
    return [block]
  }

  document.addEventListener("content-editor:ready", () => {
    machine = document.querySelector(".order-machine")
    bar = document.querySelector(".plugin-buttons")
    words = document.getElementById("desk-words").dataset
    status = document.createElement("p")
    status.className = "desk-status"
    status.setAttribute("role", "status")
    machine.after(status)
    for (const icon of all("span.material-icons")) icon.ariaHidden = "true"
    prepareBar()
    prepareTabs()
    blocks().forEach(decorate)
    sort()
    nameTextBoxes()
    const fresh = new Set(askedFor())
    enter(fresh)
    new MutationObserver((changes) => {
      nameTextBoxes()
      enter(fresh)
      if (!changes.some((change) => change.target === machine && change.addedNodes.length)) return
      const added = blocks().filter((block) => !block.querySelector(".desk-tools"))
      added.forEach(decorate)
      if (!added.length) return
      sort()
      added.forEach((block) => fresh.add(block))
      enter(fresh)
    }).observe(machine, { childList: true, subtree: true })
    machine.addEventListener("drop", () => setTimeout(sort))
  })
}
