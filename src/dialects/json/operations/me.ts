/** The user of the request. */
import { Me, MePatch } from "../schemas/me.ts";
import { CHANGE_ERRORS, type Operation } from "./operation.ts";

export const ME: readonly Operation[] = [
  {
    id: "getMe",
    method: "GET",
    path: "/me",
    summary: "The user who is logged in: groups, SSH keys, and remaining quotas.",
    answers: { 200: Me },
    errors: [],
    example: {},
  },
  {
    id: "updateMe",
    method: "PATCH",
    path: "/me",
    summary: "Changes the user's SSH keys.",
    body: MePatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Me },
    errors: CHANGE_ERRORS,
    example: {
      body: { sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Yd9fjWqCCNiVZ6NhLtW3HHG9ZfOmqzRcGEXAMPLE alice"] },
    },
  },
];
