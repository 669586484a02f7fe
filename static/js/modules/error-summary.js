// Takes the reader to the summary of what went wrong; in the gallery nothing did.
export default function errorSummary(summary) {
  if (!summary.closest("[data-example]")) {
    summary.focus();
  }
}
