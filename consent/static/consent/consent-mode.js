// For tag managers that ask Google's consent mode. Put it before theirs, in the same group: nothing of it runs before
// a yes, every signal starts as denied, and only what the group stands for is granted.
(function () {
  var granted = { usage: ["analytics_storage"], preferences: ["functionality_storage", "personalization_storage"] };
  var all = ["ad_storage", "ad_user_data", "ad_personalization"].concat(granted.usage, granted.preferences);
  var queue = window.dataLayer = window.dataLayer || [];
  function tell() { queue.push(arguments); }
  function signals(names, value) {
    return names.reduce(function (all, name) { all[name] = value; return all; }, {});
  }
  if (!queue.length) tell("consent", "default", signals(all, "denied"));
  tell("consent", "update", signals(granted[document.currentScript.dataset.consent] || [], "granted"));
})();
