using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Store;

/// <summary>Opens stores by their addresses.</summary>
internal static class FleetStores
{
    private const string File = "file:";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether a text is the address of a store.</summary>
    public static bool IsAddress(string address) => IsFolder(address) || IsNats(address);

    /// <summary>Opens one.</summary>
    /// <param name="address"><c>nats://…</c> or <c>tls://…</c>, several with commas between; or <c>file:</c> and a folder.</param>
    /// <exception cref="FleetException">HW8402: no such store.</exception>
    public static IFleetStore Open(string address)
    {
        if (IsFolder(address))
            return new FolderStore(Path.GetFullPath(address[File.Length..]), s_patience);
        return IsNats(address)
            ? new NatsStore(address, s_patience)
            : throw FleetDiagnostics.NoStore(address, "its address begins with none of nats://, tls:// and file:");
    }

    private static bool IsFolder(string address) => address.StartsWith(File, StringComparison.Ordinal) && address.Length > File.Length;

    private static bool IsNats(string address) =>
        address.StartsWith("nats://", StringComparison.Ordinal) || address.StartsWith("tls://", StringComparison.Ordinal);
}
