// Takes over the banner's form, and runs what a choice allows. Needs consent-early.js; without it nothing happens.
const root = document.documentElement;
const find = (selector) => [...document.querySelectorAll(selector)];
const gated = find("[data-consent]");
const addresses = new Set(gated.map((tag) => tag.dataset.src));
const rules = {
  createScriptURL(address) {
    // Only what the server rendered into this page, whoever asks.
    if (addresses.has(address)) return address;
    throw new TypeError(address);
  },
};
const policy = window.trustedTypes?.createPolicy("candour-consent", rules) ?? rules;
const started = new Set();

function start(tag) {
  if (tag.localName === "iframe") {
    tag.src = tag.dataset.src;
    tag.hidden = false;
    return;
  }
  const script = document.createElement("script");
  for (const [name, value] of Object.entries(tag.dataset)) script.dataset[name] = value;
  script.async = false;  // in the order of the page
  script.src = policy.createScriptURL(tag.dataset.src);
  tag.replaceWith(script);
}

function remove(patterns) {
  const isRefused = (name) => patterns.some((pattern) =>
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`, "s").test(name));
  const labels = location.hostname.split(".");
  const domains = ["", ...labels.slice(1).map((_, at) => `;domain=${labels.slice(at).join(".")}`)];
  const steps = location.pathname.split("/");
  const paths = steps.flatMap((_, at) => [steps.slice(0, at).join("/"), `${steps.slice(0, at).join("/")}/`]);
  for (const name of document.cookie.split(";").map((pair) => pair.split("=")[0].trim()).filter(isRefused)) {
    for (const domain of domains) for (const path of [...paths, location.pathname]) {
      document.cookie = `${name}=;max-age=0;path=${path || "/"}${domain}`;
    }
  }
  try {
    Object.keys(localStorage).filter(isRefused).forEach((key) => localStorage.removeItem(key));
  } catch { /* storage is blocked, so nothing is in it */ }
}

function apply(choices) {
  const names = JSON.parse(root.dataset.ccNames || "{}");
  let isStale = false;
  for (const group in choices) {
    if (choices[group]) {
      for (const tag of gated) {
        if (tag.dataset.consent === group && !started.has(tag)) { started.add(tag); start(tag); }
      }
    } else if (choices[group] === false) {
      remove(names[group] || []);
      isStale ||= [...started].some((tag) => tag.dataset.consent === group);
    }
  }
  // A script that has run cannot be taken back, but a fresh page is without it.
  if (isStale) location.reload();
}

function show(name, reason) {
  find(".cc-block").forEach((block) => block.classList.toggle("cc-shown", block.id === `cc-${name}`));
  const block = document.getElementById(`cc-${name}`);
  block.classList.toggle("cc-for-blocked", reason === "blocked");
  block.focus();
}

async function send(form, choice) {
  const body = new URLSearchParams(new FormData(form));
  body.set("choice", choice);
  const headers = { Accept: "application/json" };
  const response = await fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(8000) });
  const answer = await response.json();
  if (!response.ok || !answer.ok) throw new Error("not saved");
  return answer;
}

async function choose(event) {
  event.preventDefault();
  const form = event.target, choice = event.submitter?.value;
  if (!choice || form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  try {
    const answer = await send(form, choice);
    if (!document.cookie.includes(answer.cookie)) return show("error", "blocked");
    root.ccState(`${choice}ed`);
    show(`${choice}ed`);
    apply(answer.choices);
  } catch {
    show("error");
  } finally {
    form.ariaBusy = "false";
  }
}

function hide(event) {
  event.preventDefault();
  find(".cc-banner").forEach((banner) => banner.remove());
  history.replaceState(null, "", location.pathname + location.search);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}

function lookAgain() {
  const choices = root.ccRead();
  if (!/cc-is-undecided/.test(root.className)) document.getElementById("cc-error")?.classList.remove("cc-shown");
  apply(choices);
}

if (root.ccRead) {
  if (AbortSignal.timeout) find("#cc-ask form").forEach((form) => form.addEventListener("submit", choose));
  find("[data-cc-hide]").forEach((link) => link.addEventListener("click", hide));
  // Another tab, or a page taken back from the browser's memory, may have been decided meanwhile.
  addEventListener("pageshow", (event) => event.persisted && lookAgain());
  document.addEventListener("visibilitychange", () => document.hidden || lookAgain());
  apply(root.ccRead());
}
