// The part of Preact that the till uses, typed by hand.
export interface VNode { type: unknown; props: Record<string, unknown>; key: unknown }
export type Child = VNode | string | number | boolean | null | undefined | Child[] | { readonly value: unknown };
export type Props = Record<string, any>;
export function h(type: unknown, props: Props | null, ...children: Child[]): VNode;
export function render(vnode: VNode | null, parent: Element): void;
export function createContext<T>(value: T): { Provider: unknown; __type?: T };
export function createPortal(vnode: Child, parent: Element): VNode;
export function isValidElement(value: unknown): value is VNode;
export const Fragment: unknown;
export abstract class Component<P = Props, S = Props> {
  constructor(props?: P);
  props: P;
  state: S;
  setState(state: Partial<S>): void;
  abstract render(): Child;
}
