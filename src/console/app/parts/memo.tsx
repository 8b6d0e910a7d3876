/** A component that is drawn again only when one of its properties has changed. */
import { Component, type ComponentType } from "preact";

export function memo<P extends object>(Shown: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before: Readonly<Record<string, unknown>> = { ...this.props };
      const after = Object.entries(next);
      return after.length !== Object.keys(before).length || after.some(([name, value]) => before[name] !== value);
    }
    override render() {
      return <Shown {...this.props} />;
    }
  };
}
