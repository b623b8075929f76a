/** How much of a product that is sold by weight or measure. */
import { html, useRef, useState } from "../ui.js";
import { money } from "../format.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FigureField } from "../parts/figure.js";
import { t } from "../words.js";
import { isNothing } from "./cart_quantity.js";
import { addProduct, measured } from "./till_adding.js";

/** @param {{ product: import("../types.js").Product }} props */
function Ask({ product }) {
  const [quantity, setQuantity] = useState(/** @type {string | null} */ (null));
  const field = useRef(null);
  const close = () => { measured.value = null; };
  const ready = quantity !== null && !isNothing(quantity);
  const done = () => {
    if (!quantity || !ready) return;
    close();
    addProduct(product, quantity);
  };
  return html`<${Dialog} title=${product.name} onClose=${close} start=${field} foot=${html`<${Button} kind="primary" size="large" disabled=${!ready} onClick=${done}>${t("till.add")}<//>`}>
    <${FigureField} label=${t("till.how_much")} kind="quantity" unit=${product.unit} value=${quantity} onValue=${setQuantity} inputRef=${field} onEnter=${done}
      hint=${t("till.price_per", { price: money(product.price), unit: product.unit })} />
  <//>`;
}

export function AskQuantity() {
  const product = measured.value;
  return product && html`<${Ask} key=${product.sku} product=${product} />`;
}
