// A registry key of KQL in; the two fields in which the integration keeps it, and the form that those two read as, out.

/** Where the hive stands, abbreviated. */
export const hiveField = 'registry.hive';

const hives: readonly (readonly [string, string])[] = [
  ['HKEY_LOCAL_MACHINE', 'HKLM'],
  ['HKEY_CURRENT_USER', 'HKCU'],
  ['HKEY_USERS', 'HKU'],
  ['HKEY_CLASSES_ROOT', 'HKCR'],
  ['HKEY_CURRENT_CONFIG', 'HKCC'],
];

const cut = (key: string): readonly [head: string, rest: string] => {
  const at = key.indexOf('\\');
  return at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
};

const hiveIn = (key: string): readonly [string, string] | undefined => {
  const head = cut(key)[0].toUpperCase();
  return hives.find((names) => names.includes(head));
};

/** `HKLM`; `''`: no known hive. */
export const hiveOf = (key: string): string => hiveIn(key)?.[1] ?? '';

/** The key without its hive. */
export const keyOf = (key: string): string => (hiveIn(key) ? cut(key)[1] : key);

/** The key as the fields say it: the hive in full, with a backslash behind it. */
export const wholeKey = (key: string): string => {
  const hive = hiveIn(key);
  return hive ? `${hive[0]}\\${cut(key)[1]}` : key;
};
