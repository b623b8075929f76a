export default {
  title: "Keys",
  everywhere: "Everywhere",
  here: "On this screen",
  help: "This help",
  lock: "Lock the till",
  close: "Close what is open",
  scan: "Scan",
  scan_note: "At any time, wherever the cursor is",
};
