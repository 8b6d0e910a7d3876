/** The part of the table of differences that is about 4.6 in its three ways to check passwords. */
import type { Difference } from "./difference.ts";

export const DIFFERENCES_4_6: readonly Difference[] = [
  {
    reason: "occi-1.2-for-its-types",
    server: "4.6",
    ours: "200",
    type: "application/json",
    cases: "network-accept-json",
  },
  {
    reason: "occi-1.2-for-its-types",
    server: "4.6",
    ours: "200",
    type: "application/json",
    cases: "root-accept-json",
  },
  {
    reason: "bad-credentials-are-401",
    server: "4.6",
    ours: "401 BAD_CREDENTIALS",
    cases: `
      auth-none auth-wrong-password auth-unknown-user auth-plain-password auth-sha1-upper auth-empty-password
      auth-no-colon auth-not-base64 auth-bearer auth-xpath-quote auth-public-driver auth-ssh-driver
      auth-serveradmin auth-none-root auth-none-unknown-route auth-none-post storage-upload-wrong-password
      compute-create-wrong-password put-wrong-password`,
  },
  {
    reason: "bad-credentials-are-401",
    server: "4.6-auth-opennebula",
    ours: "401 BAD_CREDENTIALS",
    cases: "sha1 wrong unknown none public ssh colon",
  },
  { reason: "new-routes", server: "4.6", ours: "403 FORBIDDEN", cases: "network-action" },
  {
    reason: "errors-are-text",
    server: "4.6",
    ours: "404 NOT_FOUND",
    cases: "compute-extra-segment network-extra-segment storage-extra-segment unknown-route",
  },
  { reason: "errors-are-text", server: "4.6", ours: "403 FORBIDDEN", cases: "storage-action-bad" },
  {
    reason: "ids-are-digits",
    server: "4.6",
    ours: "404 NOT_FOUND",
    cases: "user-nonnumeric compute-negative-id storage-negative-id put-nonnumeric",
  },
  { reason: "errors-by-cause", server: "4.6", ours: "404 NOT_FOUND", cases: "network-put-unknown-nothing" },
  {
    reason: "trailing-slash-accepted",
    server: "4.6",
    ours: "200",
    like: "compute-list-empty",
    cases: "compute-trailing-slash",
  },
  {
    reason: "trailing-slash-accepted",
    server: "4.6",
    ours: "200",
    like: "network-list-empty",
    cases: "network-trailing-slash",
  },
  {
    reason: "trailing-slash-accepted",
    server: "4.6",
    ours: "200",
    like: "storage-list-empty",
    cases: "storage-trailing-slash",
  },
  {
    reason: "methods",
    server: "4.6",
    ours: "405 METHOD_NOT_ALLOWED",
    cases: `
      root-post instance-type-post instance-type-delete user-post user-delete compute-put-collection
      compute-delete-collection compute-post-item compute-patch network-put-collection
      network-delete-collection network-post-item network-patch storage-put-collection
      storage-delete-collection storage-post-item storage-patch storage-action-get action-get`,
  },
  { reason: "methods", server: "4.6", ours: "204", cases: "compute-options network-options storage-options" },
  { reason: "address-is-first-ip", server: "4.6", ours: "201", golden: true, cases: "network-create-hostaddress" },
  {
    reason: "conflicts-are-409",
    server: "4.6",
    ours: "409 NAME_TAKEN",
    cases: "network-create-duplicate storage-upload-duplicate storage-clone-dup",
  },
  {
    reason: "conflicts-are-409",
    server: "4.6",
    ours: "409 NO_FREE_LEASE",
    cases: "compute-create-ip-used compute-create-ip-out",
  },
  {
    reason: "conflicts-are-409",
    server: "4.6",
    ours: "409 WRONG_STATE",
    cases: "put-restart-on-running put-saveas-pending attach-pending",
  },
  { reason: "conflicts-are-409", server: "4.6", ours: "409 IN_USE", cases: "storage-delete-used network-delete-used" },
  {
    reason: "bad-requests-are-400",
    server: "4.6",
    ours: "400 INVALID_REQUEST",
    cases: `
      network-create-size-bad network-create-size-zero network-create-noaddress network-create-badaddress
      network-create-noname network-create-emptyname network-create-long network-create-empty
      network-create-wrongroot storage-upload-badtype storage-upload-noname storage-upload-emptyname
      storage-upload-no-file storage-datablock-nosize storage-os-nofile storage-file-param
      storage-empty-occixml storage-wrongroot storage-clone-noname storage-clone-noparams
      compute-create-href-empty compute-create-bad-storage compute-create-bad-network compute-create-notype
      compute-create-badtype compute-create-typecase compute-create-long compute-create-empty
      compute-create-wrongroot put-saveas-unknown-disk attach-nostorage attach-unknown detach-unknown
      detach-nodisk detach-noid`,
  },
  {
    reason: "bad-requests-are-400",
    server: "4.6",
    ours: "400 INVALID_CHARACTER",
    cases: `
      network-create-special network-create-quote network-create-apos network-create-cdata
      storage-upload-special compute-create-special compute-create-quote`,
  },
  {
    reason: "hostile-input-refused",
    server: "4.6",
    ours: "400 INVALID_CHARACTER",
    cases: "network-create-inject storage-inject-path compute-create-inject",
  },
  {
    reason: "hostile-input-refused",
    server: "4.6",
    ours: "400 INVALID_REQUEST",
    cases: "compute-create-custom-inject",
  },
  {
    reason: "line-breaks-kept",
    server: "4.6",
    ours: "201",
    replaced: [["<B>line1 line2<", "<B>line1\nline2<"]],
    cases: "compute-create-context-special",
  },
  {
    reason: "line-breaks-kept",
    server: "4.6",
    ours: "200",
    replaced: [["<B>line1 line2<", "<B>line1\nline2<"]],
    cases: `
      compute-list-verbose compute-get-8 compute-get-failed put-failed-on-failed
      compute-get-failed-resubmitted`,
  },
  {
    reason: "line-breaks-kept",
    server: "4.6",
    ours: "202",
    replaced: [["<B>line1 line2<", "<B>line1\nline2<"]],
    cases: "put-resubmit-on-failed",
  },
  {
    reason: "line-breaks-kept",
    server: "4.6-auth-opennebula",
    ours: "200",
    replaced: [['name="two lines"', 'name="two\nlines"']],
    cases: "plain",
  },
  {
    reason: "not-well-formed-refused",
    server: "4.6",
    ours: "400 INVALID_XML",
    cases: `
      network-create-malformed network-create-notxml network-create-doctype storage-malformed
      storage-put-malformed compute-create-malformed put-malformed`,
  },
  { reason: "namespaces-read", server: "4.6", ours: "201", golden: true, cases: "network-create-ns" },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "201",
    replaced: [["<SIZE>253<", "<SIZE>200<"]],
    cases: "network-create",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "201",
    replaced: [["<SIZE>61<", "<SIZE>50<"]],
    cases: "network-create-oneadmin",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "201",
    replaced: [["<SIZE>253<", "<SIZE>254<"]],
    cases: "network-create-nosize network-create-size-class network-create-cidr",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "201",
    replaced: [["<SIZE>13<", "<SIZE>10<"]],
    cases: "network-create-newline network-create-utf8 network-create-prolog",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "200",
    replaced: [
      ["<SIZE>253<", "<SIZE>200<"],
      ["<SIZE>61<", "<SIZE>50<"],
      ["<SIZE>61<", "<SIZE>50<"],
      ["<SIZE>253<", "<SIZE>254<"],
      ["<SIZE>253<", "<SIZE>254<"],
      ["<SIZE>253<", "<SIZE>254<"],
      ["<SIZE>13<", "<SIZE>14<"],
      ["<SIZE>13<", "<SIZE>10<"],
      ["<SIZE>13<", "<SIZE>10<"],
      ["<SIZE>253<", "<SIZE>254<"],
      ["<SIZE>13<", "<SIZE>10<"],
      ["<SIZE>13<", "<SIZE>14<"],
    ],
    cases: "network-list-verbose",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "200",
    replaced: [["<SIZE>253<", "<SIZE>200<"]],
    cases: "network-get network-get-bob network-get-public network-get-used",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "200",
    replaced: [["<SIZE>61<", "<SIZE>50<"]],
    cases: "network-get-other",
  },
  {
    reason: "size-mended",
    server: "4.6",
    ours: "202",
    replaced: [["<SIZE>253<", "<SIZE>200<"]],
    cases: "network-put-public network-put-private network-put-lower network-put-empty",
  },
  {
    reason: "put-renames",
    server: "4.6",
    ours: "202",
    replaced: [
      ["<NAME>MyServiceNetwork<", "<NAME>new<"],
      ["<SIZE>253<", "<SIZE>200<"],
    ],
    cases: "network-put-nothing",
  },
  { reason: "put-renames", server: "4.6", ours: "403 FORBIDDEN", cases: "network-put-other-nothing" },
  {
    reason: "put-renames",
    server: "4.6",
    ours: "202",
    replaced: [["<NAME>Ubuntu Desktop<", "<NAME>x<"]],
    cases: "storage-put-nothing",
  },
  {
    reason: "put-renames",
    server: "4.6",
    ours: "202",
    replaced: [["<NAME>MyCompute<", "<NAME>new<"]],
    cases: "put-no-state",
  },
  { reason: "crashes-mended", server: "4.6", ours: "201", golden: true, cases: "storage-upload-file-field" },
  {
    reason: "crashes-mended",
    server: "4.6",
    ours: "400 INVALID_REQUEST",
    cases: `
      storage-file-urlencoded storage-action-none storage-action-empty action-none action-empty
      action-wrongroot`,
  },
  {
    reason: "quotes-carried",
    server: "4.6",
    ours: "201",
    golden: true,
    cases: "storage-upload-quote compute-create-context-quote",
  },
  {
    reason: "hostile-text-is-text",
    server: "4.6",
    ours: "201",
    replaced: [["<DESCRIPTION>x<", '<DESCRIPTION>x"\nDEV_PREFIX="sd<']],
    cases: "storage-upload-inject",
  },
  {
    reason: "hostile-text-is-text",
    server: "4.6",
    ours: "200",
    replaced: [["<DESCRIPTION>x<", '<DESCRIPTION>x"\nDEV_PREFIX="sd<']],
    cases: "storage-list-verbose",
  },
  { reason: "method-override-gone", server: "4.6", ours: "405 METHOD_NOT_ALLOWED", cases: "method-override-header" },
  {
    reason: "public-at-creation",
    server: "4.6",
    ours: "201",
    replaced: [
      ["<SIZE>61<", "<SIZE>50<"],
      ["<PUBLIC>NO<", "<PUBLIC>YES<"],
    ],
    cases: "network-create-public",
  },
  {
    reason: "resume-from-undeployed",
    server: "4.6",
    ours: "202",
    like: "compute-get-undeployed",
    cases: "put-resume-on-undeployed",
  },
  {
    reason: "other-auth-modes-gone",
    server: "4.6-auth-x509",
    ours: "401 BAD_CREDENTIALS",
    cases: "none null cert other rubbish basic",
  },
];
