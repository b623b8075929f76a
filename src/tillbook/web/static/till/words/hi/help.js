export default {
  title: "कुंजियाँ",
  everywhere: "हर जगह",
  here: "इस स्क्रीन पर",
  help: "यह सहायता",
  lock: "बिक्री लॉक करें",
  close: "जो खुला है उसे बंद करें",
  scan: "स्कैन",
  scan_note: "कभी भी, कर्सर कहीं भी हो",
};
