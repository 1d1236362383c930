(function () {
  "use strict";
  var english = document.getElementById("english");
  function name() { document.documentElement.lang = english.checked ? "en" : "zh-CN"; }
  english.addEventListener("change", name);
  name();
  var shut = [];
  window.addEventListener("beforeprint", function () {
    shut = Array.from(document.querySelectorAll("details:not([open]):not(.screen)"));
    shut.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    shut.forEach(function (part) { part.open = false; });
  });
})();
