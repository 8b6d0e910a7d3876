/** Below it are the paths of the JSON API's first version. */
export const BASE_PATH = "/api/v1";
