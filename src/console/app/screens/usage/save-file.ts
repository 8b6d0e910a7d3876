/** Files that the page itself makes. */

/** Lets the browser keep a text as a file. */
export function saveFile(name: string, text: string): void {
  // Spreadsheets take the mark at its beginning as the sign of UTF-8.
  const url = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
