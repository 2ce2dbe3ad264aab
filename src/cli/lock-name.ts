// The name of the file that tells a folder of packs.
export const lockName = 'rmmc.lock';
