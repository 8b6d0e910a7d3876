/** Screens of machines. */

/** Why a screen cannot be opened. */
export const SCREEN_OBSTACLES = ["off", "right", "none", "type", "state", "port", "listen"] as const;

export type ScreenObstacle = (typeof SCREEN_OBSTACLES)[number];

/** The screen of a machine, for the user who asks. */
export interface MachineScreen {
  /** `vnc`, `spice`. */
  readonly type?: string;
  readonly available: boolean;
  readonly obstacle?: ScreenObstacle;
  /** The obstacle as a sentence. */
  readonly message?: string;
}

/** The data that a program needs, beside the address, to show an available screen. */
export interface ScreenAccess extends MachineScreen {
  readonly password?: string;
}
