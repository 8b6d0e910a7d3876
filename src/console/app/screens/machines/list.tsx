/** A long list: what is far from what can be seen is not drawn, but has its place. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Nearness } from "./nearness.ts";

/** Rows that are drawn together. */
const BLOCK = 10;
/** Pixels of a row, until rows have been drawn. */
const USUAL_HEIGHT = 73;

interface BlockProps<T> {
  readonly items: readonly T[];
  readonly first: boolean;
  readonly nearness: Nearness;
  readonly render: (item: T) => ComponentChildren;
}

function Block<T>({ items, first, nearness, render }: BlockProps<T>) {
  const element = useRef<HTMLUListElement>(null);
  const height = useRef(items.length * USUAL_HEIGHT);
  const [near, setNear] = useState(first);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    return nearness.observe(current, (comesNear, pixels) => {
      // A block that has the focus stays.
      const isNear = comesNear || current.contains(document.activeElement);
      if (!isNear) height.current = pixels || height.current;
      setNear(isNear);
    });
  }, [nearness]);
  return (
    <ul ref={element} class="rows" style={near ? undefined : { height: `${height.current}px` }}>
      {near && items.map(render)}
    </ul>
  );
}

interface LongListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => number;
  readonly render: (item: T, position: number) => ComponentChildren;
}

export function LongList<T>({ items, keyOf, render }: LongListProps<T>) {
  const [nearness] = useState(() => new Nearness());
  const positions = new Map(items.map((item, index) => [item, index + 1]));
  const blocks = Array.from({ length: Math.ceil(items.length / BLOCK) }, (_, i) =>
    items.slice(i * BLOCK, (i + 1) * BLOCK),
  );
  return (
    <div class="list">
      {blocks.map((block, index) => {
        const [item] = block;
        return (
          <Block
            key={item === undefined ? index : keyOf(item)}
            items={block}
            first={index < 1}
            nearness={nearness}
            render={(one) => render(one, positions.get(one) ?? 0)}
          />
        );
      })}
    </div>
  );
}
