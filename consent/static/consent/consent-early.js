// Runs before the page is painted: reads the choice and says on <html> which part of the banner is called for.
// The same rule as consent/choices.py. Without this script no banner is shown and nothing additional runs.
(function (root) {
  var shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/;
  (root.ccRead = function () {
    var data = root.dataset, versions = JSON.parse(data.ccVersions || "{}"), again = JSON.parse(data.ccAgain || "{}");
    var text = "", stored = {}, choices = {}, state, group, value, now = new Date().toISOString().slice(0, -1);
    document.cookie.split(";").forEach(function (part) {
      var at = part.indexOf("=");
      if (at >= 0 && part.slice(0, at).replace(/^ +| +$/g, "") == data.ccCookie) text = part.slice(at + 1);
    });
    text = text.replace(/^ +| +$/g, "").replace(/^"(.*)"$/, "$1");
    if (!/["\\]/.test(text)) text.split("|").forEach(function (part) {
      part = part.split("=");
      if (part.length == 2) stored["$" + part[0]] = part[1];
    });
    for (group in versions) {
      value = stored["$" + group];
      choices[group] = value == "-1" ? (stored["$" + group + ".at"] || "") >= (again[group] || "") ? false : null
        : value == versions[group] || shape.test(value) && value > versions[group] && value <= now || null;
      state = choices[group] == null || state == "undecided" ? "undecided"
        : state === undefined || state === choices[group] ? choices[group] : "mixed";
    }
    if (state == "undecided" && data.ccGpc && navigator.globalPrivacyControl) {
      state = "gpc";
      for (group in choices) choices[group] = choices[group] || false;
    }
    root.ccState(state === true ? "accepted" : state === false ? "rejected" : state);
    return choices;
  });
  root.ccState = function (state) {
    root.className = root.className.replace(/\bcc-is-\w+ ?/g, "") + " cc-is-" + state;
  };
  root.ccRead();
})(document.documentElement);
