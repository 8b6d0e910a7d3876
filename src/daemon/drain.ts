/** How long requests under way may take after a signal to end, milliseconds. The systemd unit allows a little more. */
export const DRAIN_MS = 60_000;
