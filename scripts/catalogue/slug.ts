// File names of LOLRMM in; names that every file system takes (a-z, 0-9 and hyphens), one for each, out.

export const slugOf = (file: string): string =>
  file
    .replace(/\.ya?ml$/, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f']/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** @throws Error when two files have one slug, or one has none. */
export const slugsOf = (files: readonly string[]): ReadonlyMap<string, string> => {
  const owners = new Map<string, string>();
  for (const file of files) {
    const slug = slugOf(file);
    const other = owners.get(slug);
    if (slug === '' || other !== undefined)
      throw new Error(`${file} needs a slug of its own: '${slug}'${other ? ` is that of ${other}` : ''}`);
    owners.set(slug, file);
  }
  return new Map([...owners].map(([slug, file]) => [file, slug]));
};
