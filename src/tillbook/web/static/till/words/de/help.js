export default {
  title: "Tasten",
  everywhere: "Überall",
  here: "In dieser Ansicht",
  help: "Diese Hilfe",
  lock: "Kasse sperren",
  close: "Schließen, was offen ist",
  scan: "Scannen",
  scan_note: "Jederzeit, wo immer der Cursor steht",
};
