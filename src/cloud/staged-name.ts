/** Names of our making in IMAGE_DIR: `occi-`, 128 random bits, and `.part` until the upload is whole. */
export const STAGED_NAME = /^occi-[0-9a-f]{32}(\.part)?$/;
