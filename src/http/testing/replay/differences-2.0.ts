/** The part of the table of differences that is about 2.0. */
import type { Difference } from "./difference.ts";

export const DIFFERENCES_2_0: readonly Difference[] = [
  {
    reason: "occi-1.2-for-its-types",
    server: "2.0",
    ours: "200",
    type: "application/json",
    cases: "network-accept-json compute-accept-json",
  },
  { reason: "occi-1.2-for-its-types", server: "2.0", ours: "200", type: "text/occi", cases: "network-accept-occi" },
  {
    reason: "bad-credentials-are-401",
    server: "2.0",
    ours: "401 BAD_CREDENTIALS",
    cases: `
      auth-none auth-wrong-password auth-unknown-user auth-plain-password auth-sha1-upper auth-empty-password
      auth-no-colon auth-not-base64 auth-bearer auth-get-one-wrong auth-post-wrong auth-delete-wrong
      unknown-route-noauth storage-upload-wrong-password storage-noauth compute-create-noauth
      put-wrong-password put-noauth`,
  },
  { reason: "new-routes", server: "2.0", ours: "200", golden: true, cases: "root query-ignored" },
  {
    reason: "errors-are-text",
    server: "2.0",
    ours: "404 NOT_FOUND",
    cases: `
      unknown-route compute-extra-segment network-extra-segment storage-extra-segment network-put-item
      storage-put-item case-route`,
  },
  {
    reason: "ids-are-digits",
    server: "2.0",
    ours: "404 NOT_FOUND",
    cases: `
      compute-negative-id compute-delete-nonnumeric-id network-delete-nonnumeric-id storage-negative-id
      storage-delete-nonnumeric-id put-nonnumeric`,
  },
  {
    reason: "errors-by-cause",
    server: "2.0",
    ours: "404 NOT_FOUND",
    cases: "compute-delete-unknown-id network-delete-unknown-id storage-delete-unknown-id put-unknown-id",
  },
  {
    reason: "errors-by-cause",
    server: "2.0",
    ours: "403 FORBIDDEN",
    cases: "network-delete-other compute-put-other compute-delete-other storage-delete-other",
  },
  { reason: "errors-by-cause", server: "2.0", ours: "413 TOO_LARGE", cases: "large-body" },
  {
    reason: "trailing-slash-accepted",
    server: "2.0",
    ours: "200",
    like: "compute-list-empty",
    cases: "compute-trailing-slash",
  },
  {
    reason: "trailing-slash-accepted",
    server: "2.0",
    ours: "200",
    like: "network-list-empty",
    cases: "network-trailing-slash",
  },
  {
    reason: "trailing-slash-accepted",
    server: "2.0",
    ours: "200",
    like: "storage-list-empty",
    cases: "storage-trailing-slash",
  },
  {
    reason: "methods",
    server: "2.0",
    ours: "405 METHOD_NOT_ALLOWED",
    cases: `
      compute-put-collection compute-delete-collection compute-post-item compute-patch network-put-collection
      network-delete-collection network-post-item network-patch storage-put-collection
      storage-delete-collection storage-post-item storage-patch`,
  },
  { reason: "methods", server: "2.0", ours: "204", cases: "compute-options network-options storage-options" },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.1.0.0<", "<ADDRESS>10.1.0.1<"]],
    cases: "network-create-oneadmin",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.2.0.0<", "<ADDRESS>10.2.0.1<"]],
    cases: "network-create-nosize",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [
      ["<ADDRESS>10.3.0.0<", "<ADDRESS>10.3.0.1<"],
      ["<SIZE>C<", "<SIZE>254<"],
    ],
    cases: "network-create-size-class",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.11.0.0<", "<ADDRESS>10.11.0.1<"]],
    cases: "network-create-utf8",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.14.0.0<", "<ADDRESS>10.14.0.1<"]],
    cases: "network-create-prolog",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.17.0.0<", "<ADDRESS>10.17.0.1<"]],
    cases: "network-create-twice",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.18.0.0<", "<ADDRESS>10.18.0.1<"]],
    cases: "network-create-spaces",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.20.0.0<", "<ADDRESS>10.20.0.1<"]],
    cases: "network-create-form",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "201",
    replaced: [["<ADDRESS>10.21.0.0<", "<ADDRESS>10.21.0.1<"]],
    cases: "network-create-xmltype",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "200",
    replaced: [["<ADDRESS>10.1.0.0<", "<ADDRESS>10.1.0.1<"]],
    cases: "network-get-other network-get-public",
  },
  {
    reason: "address-is-first-ip",
    server: "2.0",
    ours: "200",
    replaced: [["<ADDRESS>10.2.0.0<", "<ADDRESS>10.2.0.1<"]],
    cases: "network-get-nosize",
  },
  {
    reason: "conflicts-are-409",
    server: "2.0",
    ours: "409 NAME_TAKEN",
    cases: "network-create-duplicate storage-upload-duplicate",
  },
  {
    reason: "conflicts-are-409",
    server: "2.0",
    ours: "409 NO_FREE_LEASE",
    cases: "compute-create-ip-used compute-create-ip-out",
  },
  { reason: "conflicts-are-409", server: "2.0", ours: "409 IN_USE", cases: "storage-delete-used" },
  {
    reason: "impossible-ranges-refused",
    server: "2.0",
    ours: "400 INVALID_REQUEST",
    cases: "network-create-size-bad network-create-size-zero network-create-badaddress",
  },
  {
    reason: "bad-requests-are-400",
    server: "2.0",
    ours: "400 INVALID_REQUEST",
    cases: `
      network-create-noaddress network-create-emptyname network-create-empty network-create-wrongroot
      storage-upload-badtype storage-upload-no-file storage-datablock-nosize storage-os-nofile
      storage-empty-occixml storage-wrongroot compute-create-href-empty compute-create-bad-storage
      compute-create-bad-network compute-create-notype compute-create-badtype compute-create-typecase
      compute-create-empty compute-create-wrongroot`,
  },
  {
    reason: "names-of-oned-6",
    server: "2.0",
    ours: "400 INVALID_REQUEST",
    cases: "network-create-noname network-create-long compute-create-long",
  },
  {
    reason: "names-of-oned-6",
    server: "2.0",
    ours: "400 INVALID_CHARACTER",
    cases: `
      network-create-special network-create-quote network-create-apos network-create-cdata
      storage-upload-special compute-create-special compute-create-quote`,
  },
  {
    reason: "hostile-input-refused",
    server: "2.0",
    ours: "400 INVALID_CHARACTER",
    cases: "network-create-inject storage-inject-path compute-create-inject",
  },
  {
    reason: "line-breaks-kept",
    server: "2.0",
    ours: "201",
    replaced: [
      ["<NAME>twolines<", "<NAME>two lines<"],
      ["<ADDRESS>10.10.0.0<", "<ADDRESS>10.10.0.1<"],
    ],
    cases: "network-create-newline",
  },
  {
    reason: "line-breaks-kept",
    server: "2.0",
    ours: "201",
    replaced: [["<B>line1line2<", "<B>line1\nline2<"]],
    cases: "compute-create-context-special",
  },
  {
    reason: "line-breaks-kept",
    server: "2.0",
    ours: "201",
    replaced: [["<NAME>twolines<", "<NAME>two lines<"]],
    cases: "compute-create-newline",
  },
  {
    reason: "line-breaks-kept",
    server: "2.0",
    ours: "200",
    replaced: [["<B>line1line2<", "<B>line1\nline2<"]],
    cases: "compute-get-3",
  },
  {
    reason: "line-breaks-kept",
    server: "2.0",
    ours: "202",
    replaced: [["<B>line1line2<", "<B>line1\nline2<"]],
    cases: "put-done-pending",
  },
  {
    reason: "not-well-formed-refused",
    server: "2.0",
    ours: "400 INVALID_XML",
    cases: `
      network-create-malformed network-create-notxml network-create-doctype storage-malformed
      compute-create-malformed put-malformed`,
  },
  { reason: "namespaces-read", server: "2.0", ours: "201", golden: true, cases: "network-create-ns" },
  {
    reason: "markup-escaped",
    server: "2.0",
    ours: "200",
    golden: true,
    cases: "network-list network-list-public compute-list compute-list-after",
  },
  {
    reason: "markup-escaped",
    server: "2.0",
    ours: "200",
    replaced: [['name="a  b"', 'name="a & b"']],
    cases: "storage-list",
  },
  {
    reason: "markup-escaped",
    server: "2.0",
    ours: "200",
    replaced: [
      ["<NAME>a  b<", "<NAME>a & b<"],
      ["<SIZE>1024<", "<SIZE>1<"],
    ],
    cases: "storage-get-7",
  },
  {
    reason: "size-mended",
    server: "2.0",
    ours: "201",
    replaced: [["<SIZE>1024<", "<SIZE>1<"]],
    cases: `
      storage-upload storage-upload-notype storage-upload-cdrom storage-upload-datablock
      storage-upload-occixml-as-file storage-upload-oneadmin`,
  },
  {
    reason: "size-mended",
    server: "2.0",
    ours: "201",
    replaced: [["<SIZE>10240<", "<SIZE>10<"]],
    cases: "storage-datablock",
  },
  {
    reason: "size-mended",
    server: "2.0",
    ours: "200",
    replaced: [["<SIZE>1024<", "<SIZE>1<"]],
    cases: `
      storage-get-0 storage-get-1 storage-get-2 storage-get-3 storage-get-4 storage-get-6
      storage-get-other-oneadmin storage-get-used`,
  },
  { reason: "crashes-mended", server: "2.0", ours: "400 INVALID_REQUEST", cases: "storage-upload-noname" },
  { reason: "crashes-mended", server: "2.0", ours: "201", golden: true, cases: "storage-upload-file-field" },
  {
    reason: "quotes-carried",
    server: "2.0",
    ours: "201",
    golden: true,
    cases: "storage-upload-quote compute-create-context-quote",
  },
  {
    reason: "hostile-text-is-text",
    server: "2.0",
    ours: "201",
    replaced: [
      ["<DESCRIPTION>x<", '<DESCRIPTION>x"\nPUBLIC="YES<'],
      ["<SIZE>1024<", "<SIZE>1<"],
    ],
    cases: "storage-upload-inject",
  },
  {
    reason: "oned-6-can-do-more",
    server: "2.0",
    ours: "201",
    golden: true,
    cases: "storage-datablock-nofstype storage-datablock-badfs compute-create-large",
  },
  {
    reason: "state-rules-of-4.6",
    server: "2.0",
    ours: "403 STATE_NOT_ALLOWED",
    cases: `
      put-pending-stopped put-pending-suspended put-pending-resume put-pending-cancel put-pending-shutdown
      put-resume-from-active put-done-stopped put-resume-failed`,
  },
  {
    reason: "state-rules-of-4.6",
    server: "2.0",
    ours: "200",
    like: "compute-get-active",
    cases: "put-active put-pending put-failed put-init put-hold put-empty-body",
  },
  { reason: "put-renames", server: "2.0", ours: "202", golden: true, cases: "put-no-state" },
  {
    reason: "state-rules-of-4.6",
    server: "2.0",
    ours: "202",
    like: "compute-get-active",
    cases: "put-reboot put-poweroff",
  },
  { reason: "state-rules-of-4.6", server: "2.0", ours: "200", like: "compute-get-suspended", cases: "put-wrongroot" },
  {
    reason: "method-override-gone",
    server: "2.0",
    ours: "405 METHOD_NOT_ALLOWED",
    cases: "method-override method-override-header",
  },
];
