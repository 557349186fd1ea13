namespace HotWeave.Fleet.Contract;

/// <summary>What lies under a key of a store.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The bytes; null where it was deleted, of which only who watches hears.</param>
/// <param name="Revision">Grows with each write of the key, from 1.</param>
internal sealed record FleetEntry(string Key, byte[]? Value, long Revision);
