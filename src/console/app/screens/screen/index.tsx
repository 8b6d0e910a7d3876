/** The screen of a machine, in a window of its own: noVNC, and the buttons beside it. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { machineOf } from "../../data/machine.ts";
import { useLive } from "../../live.ts";
import type { Machine, MachineAction } from "../../model.ts";
import { Button, Menu, Switch } from "../../parts/index.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { text } from "../../text/index.ts";
import { useTitle } from "../../title.ts";
import { announce } from "../../toast.ts";
import { act } from "../machines/actions.ts";
import { State } from "../machines/state.tsx";
import type { Connection } from "./connection.ts";
import { Message } from "./messages.tsx";
import { keepOpen, type ScreenState } from "./session.ts";
import { TypeDialog } from "./type-dialog.tsx";

/** The actions of the power menu. */
const POWER: readonly MachineAction[] = ["start", "stop", "reboot", "suspend"];
const CONTROL = 0xffe3;
const ALT = 0xffe9;

interface ToolsProps {
  readonly machine: Machine | undefined;
  readonly connection: Connection | undefined;
  readonly scales: boolean;
  readonly onScale: (scales: boolean) => void;
  readonly onType: () => void;
  readonly onFull: () => void;
}

function Tools({ machine, connection, scales, onScale, onType, onFull }: ToolsProps) {
  const { screen, machines } = text.value;
  const power = POWER.filter((action) => machine?.actions.includes(action) === true);
  const off = connection === undefined ? screen.refused : undefined;
  return (
    <div class="screen-tools" role="toolbar" aria-label={screen.tools}>
      <Button
        off={off}
        onClick={() => {
          connection?.rfb.sendCtrlAltDel();
          connection?.rfb.focus();
        }}
      >
        {screen.ctrlAltDel}
      </Button>
      <Button icon="keyboard" off={off} onClick={onType}>
        {screen.type}
      </Button>
      <Switch icon="scale" on={scales} onChange={onScale}>
        {screen.scale}
      </Switch>
      <Button icon="full" onClick={onFull}>
        {screen.full}
      </Button>
      {machine !== undefined && power.length > 0 && (
        <Menu
          label={`${screen.power}: ${machine.name}`}
          icon="stop"
          shown={screen.power}
          items={power.map((action) => ({
            label: machines.actions[action],
            onClick: () => void act([machine], action),
          }))}
        />
      )}
    </div>
  );
}

/** Ctrl-Alt-Home leads out of the picture: noVNC takes all keys, so that nobody could leave it by keyboard otherwise. */
function useLeaveKeys(connection: Connection | undefined, frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || !event.altKey || event.key !== "Home") return;
      event.preventDefault();
      event.stopPropagation();
      // The machine will not see that they are released.
      connection?.rfb.sendKey(CONTROL, "ControlLeft", false);
      connection?.rfb.sendKey(ALT, "AltLeft", false);
      frame.current?.querySelector<HTMLElement>("button")?.focus();
    };
    addEventListener("keydown", leave, { capture: true });
    return () => removeEventListener("keydown", leave, { capture: true });
  }, [connection]);
}

export default function Screen({ params: { id = "" } }: ScreenProps) {
  const { screen } = text.value;
  const machine = useLive(machineOf(Number(id))).data.value;
  const [state, setState] = useState<ScreenState>({ is: "opening" });
  const [round, setRound] = useState(0);
  const [scales, setScales] = useState(true);
  const [types, setTypes] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const name = machine?.name ?? id;
  const connection = state.is === "open" ? state.connection : undefined;

  useEffect(() => {
    const { current } = picture;
    if (current === null) return;
    setState({ is: "opening" });
    return keepOpen(current, id, setState);
  }, [id, round]);
  useTitle(screen.title(name));
  useEffect(() => {
    if (connection !== undefined) announce(screen.connected);
  }, [connection]);
  useEffect(() => {
    // A dialog that was closed has given the focus back to its button by then.
    if (!types) connection?.rfb.focus();
  }, [connection, types]);
  useEffect(() => {
    if (connection !== undefined) connection.rfb.scaleViewport = scales;
  }, [connection, scales]);
  useLeaveKeys(connection, frame);

  return (
    <div class="screen" ref={frame}>
      <div class="screen-bar">
        <h1>{name}</h1>
        {machine !== undefined && <State machine={machine} />}
        <Tools
          machine={machine}
          connection={connection}
          scales={scales}
          onScale={setScales}
          onType={() => setTypes(true)}
          onFull={() => void frame.current?.requestFullscreen().then(() => connection?.rfb.focus())}
        />
      </div>
      <div
        class={`screen-picture${scales ? "" : " whole"}`}
        data-keys
        hidden={connection === undefined}
        ref={picture}
      />
      {connection === undefined ? (
        <div class="screen-message">
          <Message state={state} onAgain={() => setRound(round + 1)} />
        </div>
      ) : (
        <p class="screen-hint muted small">{screen.keys}</p>
      )}
      {types && connection !== undefined && (
        <TypeDialog name={name} connection={connection} onClose={() => setTypes(false)} />
      )}
    </div>
  );
}
