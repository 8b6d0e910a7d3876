/**
 * The listener that asks for certificates connects to the one behind it here, and from here only: other addresses of the
 * machine can be had by anybody with the same port.
 */
export const LOOPBACK = "127.0.0.1";
