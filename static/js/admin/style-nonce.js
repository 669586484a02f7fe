// The block editor and the text editor each add a <style> element of their own. The desk's policy forbids that, except
// to an element with this page's nonce: so every one made from here on gets it. Loaded before both editors.
{
  const { nonce } = document.currentScript
  const createElement = document.createElement
  document.createElement = function (name, ...rest) {
    const element = createElement.call(this, name, ...rest)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
}
