import type { VNode } from "./preact.js";
declare const htm: {
  bind(h: (type: unknown, props: Record<string, any> | null, ...children: any[]) => VNode):
    (strings: TemplateStringsArray, ...values: any[]) => VNode;
};
export default htm;
