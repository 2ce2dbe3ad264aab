// Functions that Defender and Sentinel store: name in, the columns that they add to rows (or that they return) out. Data.
import type { Column, ScalarType } from '../../ir/types.ts';

const columns = (text: string): readonly Column[] =>
  text.split(' ').map((entry) => {
    const [name = '', type = 'string'] = entry.split(':');
    return { name, type: type as ScalarType };
  });

/** Behind `invoke`. */
export const platformColumns: ReadonlyMap<string, readonly Column[]> = new Map([
  [
    'FileProfile',
    columns(
      'SHA1 SHA256 MD5 FileSize:long GlobalPrevalence:long GlobalFirstSeen:datetime GlobalLastSeen:datetime Signer Issuer SignerHash IsCertificateValid:bool IsRootSignerMicrosoft:bool SignatureState IsExecutable:bool ThreatName Publisher SoftwareName ProfileAvailability',
    ),
  ],
  ['DeviceFromIP', columns('IP DeviceId')],
  ['SeenBy', columns('SeenBy:dynamic')],
]);

/** As a source of rows; a watchlist has columns of its own besides. */
export const storedRows: ReadonlyMap<string, readonly Column[]> = new Map([
  ['_GetWatchlist', columns('SearchKey _DTItemId LastUpdatedTimeUTC:datetime WatchlistItem:dynamic')],
]);

/** A parser of Sentinel's information model (ASIM): rows of many sources under the model's names. Source: Microsoft Learn, "ASIM-based domain solutions". */
export const isParser = (name: string): boolean => /^(?:_?(?:Im|ASim)_\w+|(?:im|vim|ASim)[A-Z]\w+)$/.test(name);
