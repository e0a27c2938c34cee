import "./shop.js";

// A number that is changed in the basket is sent at once; its button is for those without a script.

for (const form of document.querySelectorAll("form[data-auto-send]")) {
  const number = form.querySelector("[name=quantity]");
  if (!number) continue;
  form.querySelector("[data-without-script]").hidden = true;
  number.addEventListener("change", () => number.reportValidity() && form.requestSubmit());
}
