// Gives the stock admin's controls the accessible names that it leaves out: boxes with a search of their own, cells of
// a table of rows, help signs. Looks again whenever the form grows.
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]
  const labelOf = (field) => document.querySelector(`label[for="${field.id}"]`) ?? columnOf(field)

  function columnOf(field) {
    const cell = field.closest(".tabular td")
    return cell && cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]
  }

  const words = (element) => element.firstChild.textContent.replace(/:\s*$/, "").trim()

  function nameCells() {
    for (const field of all(".tabular tbody td :is(input:not([type=hidden]), select, textarea):not([aria-label])")) {
      const column = columnOf(field)
      const row = field.closest("tr").querySelector("td.original p")
      if (column) field.setAttribute("aria-label", [words(column), row?.textContent.trim()].filter(Boolean).join(": "))
    }
    for (const corner of all(".tabular thead th.original:empty")) corner.role = "presentation"
  }

  function nameSearchBoxes() {
    for (const select of all("select.select2-hidden-accessible")) {
      const label = labelOf(select)
      const box = select.nextElementSibling
      if (!label || !box?.matches(".select2")) continue
      const name = words(label)
      const chosen = box.querySelector(".select2-selection__rendered")
      box.querySelector(".select2-search__field")?.setAttribute("aria-label", name)
      if (select.multiple) {
        chosen.role = "presentation"
        continue
      }
      chosen.setAttribute("aria-label", name)
      const control = box.querySelector(".select2-selection")
      control.setAttribute("aria-label", chosen.title ? `${name}: ${chosen.title}` : name)
      control.removeAttribute("aria-labelledby")
    }
  }

  function nameAll() {
    nameCells()
    nameSearchBoxes()
    for (const sign of all("span.help-tooltip[aria-label]:not([role])")) sign.role = "img"
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#content-main form")
    if (!form) return
    let isWaiting = false
    const soon = () => {
      if (isWaiting) return
      isWaiting = true
      requestAnimationFrame(() => {
        isWaiting = false
        nameAll()
      })
    }
    new MutationObserver(soon).observe(form, { childList: true, subtree: true })
    soon()
    django.jQuery(document).on("select2:open", (event) => {
      const label = labelOf(event.target)
      if (!label) return
      const control = event.target.nextElementSibling.querySelector("[aria-owns]")
      control?.setAttribute("aria-controls", control.getAttribute("aria-owns"))
      const list = document.querySelector(".select2-container--open:has(.select2-dropdown)")
      list.role = "region"
      list.setAttribute("aria-label", words(label))
      list.querySelector(".select2-search__field")?.setAttribute("aria-label", words(label))
    })
  })
}
