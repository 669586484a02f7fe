// Takes the reader to the summary of what went wrong, and from it to the field.
export default function errorSummary(summary) {
  summary.focus();
}
