// The shapes that the API sends. Amounts, quantities and rates are decimal strings.
export interface Shop {
  name: string; currency: string; currency_digits: number; country: string; timezone: string; locale: string;
  prices_include_tax: boolean; tax_rounding: string; cash_increment: string; denominations: string[];
  tenders: string[]; blind_count: boolean; cart_hours: number; business_date: string; payment_codes: string[];
}
export interface Register { code: string; name: string }
export interface Session { name: string; role: string; rights: string[]; register: string | null; locked: boolean }
export interface Country { code: string; name: string; currency: string; timezone: string }
export interface State {
  set_up: boolean; version: string; csrf: string; shop: Shop | null; register: Register | null; people: string[];
  session: Session | null; setup_code_needed: boolean; countries?: Country[] | null;
}
export interface Product {
  sku: string; name: string; price: string; available: string; unit: string; category: string;
  mark: "" | "low" | "empty"; picture: string | null;
}
export interface CartLine {
  product: string; sku: string; name: string; unit: string; quantity: string; sold_quantity: string;
  available: string; unit_price: string; listed_price: string; price_changed: { was: string; now: string } | null;
  discount: { percent?: string; amount?: string } | null; discount_amount: string;
  promotions: { name: string; amount: string }[]; bill_discount: string; net: string; tax: string; gross: string;
  taxes: { name: string; rate: string; base: string; amount: string }[]; lot: string;
  lots?: { code: string; expires_on: string; on_hand: string; expired: boolean }[];
  gone: boolean; short: boolean; note: string; by_hand: boolean; step: string; amount: string | null; short_stock: "refuse" | "partial";
}
export interface CartView {
  id: string; revision: string; register: string; name: string; held: boolean;
  customer: null | {
    code: string; name: string; phone: string; email: string; owes: string; credit_left: string | null; exempt: boolean;
  };
  lines: CartLine[]; promotions: { name: string; amount: string }[];
  taxes: { name: string; rate: string; base: string; amount: string }[];
  subtotal: string; discount_amount: string; net: string; tax: string; total: string;
  discount: null | { percent?: string; amount?: string }; coupons: string[]; note: string;
  total_changed: { was: string; now: string } | null; cash: { rounding: string; due: string } | null;
  tenders: { type: string; amount: string; reference?: string }[]; tendered: string; rest: string; rest_other: string;
  change: string; paid: boolean; suggested: string[];
  trouble: null | { code: string; message: string; path?: string };
}
/** A way through the application: one line of routes.js. */
export interface Route {
  path: string; name: string; icon?: string; keys?: string; right?: string; hidden?: boolean;
  load: () => Promise<{ default: (props: { parts: string[] }) => unknown }>;
}
