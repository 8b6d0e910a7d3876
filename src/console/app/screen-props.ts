/** The properties of the component of a screen. */
export interface ScreenProps {
  /** The values of `:id` and other parameters of its pattern. */
  readonly params: Readonly<Record<string, string>>;
}
