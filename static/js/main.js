// Starts the modules that a page names: <div data-module="error-summary">. Pages work without any of them.
const modules = {
  "error-summary": () => import("./modules/error-summary.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]?.().then(
      (module) => module.default(element),
      (error) => console.error(`${name}: ${error}`),
    );
  }
}
