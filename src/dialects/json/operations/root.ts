/** The API itself. */
import { Type } from "@sinclair/typebox";
import { ErrorCodes, Welcome } from "../schemas/root.ts";
import { COMMON_ERRORS, type Operation } from "./operation.ts";

export const ROOT: readonly Operation[] = [
  {
    id: "getApi",
    method: "GET",
    path: "",
    summary: "The API: its version, limits, and links.",
    answers: { 200: Welcome },
    // With credentials it also says what OpenNebula it is.
    errors: COMMON_ERRORS,
    isOpen: true,
    example: {},
  },
  {
    id: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This document.",
    answers: { 200: Type.Object({}, { description: "An OpenAPI 3.1 document." }) },
    errors: [],
    isOpen: true,
    example: {},
  },
  {
    id: "listErrors",
    method: "GET",
    path: "/errors",
    summary: "The meanings of all error codes.",
    answers: { 200: ErrorCodes },
    errors: [],
    isOpen: true,
    example: {},
  },
];
