declare module "*.md" {
  /** Path of the file, in the executable too. */
  const path: string;
  export default path;
}
