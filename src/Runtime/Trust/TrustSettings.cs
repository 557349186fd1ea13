using System.Globalization;
using System.Reflection;
using HotWeave.Files;
using HotWeave.Settings;
using HotWeave.Trust.Signing;

namespace HotWeave.Trust;

/// <summary>
/// Reads whom the process believes: each value from the application's configuration, else the environment, else the file that these name.
/// Read once; what is changed later is for the next start.
/// </summary>
internal static class TrustSettings
{
    // The process's own, from its first use on.
    private static readonly Lazy<TrustPolicy> s_policy = new(static () => Read(SwapSettings.Find, TimeProvider.System.GetUtcNow()));

    internal static TrustPolicy Policy => s_policy.Value;

    /// <summary>Whether anything is set, which an application that sets nothing need not load the rest for.</summary>
    internal static bool IsSet => SwapSettings.Find("HotWeave.Trust", "HOTWEAVE_TRUST") is not null || SwapSettings.Find("HotWeave.TrustFile", "HOTWEAVE_TRUST_FILE") is not null;

    /// <param name="find">Finds a setting or a variable.</param>
    /// <param name="now">When.</param>
    internal static TrustPolicy Read(Func<string, string, (string Name, string Value)?> find, DateTimeOffset now)
    {
        // What cannot be read is not believed, unless it says that much.
        var mode = TrustMode.Require;
        try
        {
            var file = find("HotWeave.TrustFile", "HOTWEAVE_TRUST_FILE") is { } named ? ReadFile(named.Value) : TrustFile.None;
            mode = ReadMode(find("HotWeave.Trust", "HOTWEAVE_TRUST")?.Value ?? file.Mode);
            if (mode == TrustMode.Off)
                return TrustPolicy.Off;
            var application = find("HotWeave.TrustApplication", "HOTWEAVE_TRUST_APPLICATION")?.Value ?? file.Application
                ?? Assembly.GetEntryAssembly()?.GetName().Name ?? throw new FormatException("no application is named");
            var older = find("HotWeave.TrustOlder", "HOTWEAVE_TRUST_OLDER")?.Value ?? file.Older;
            var threshold = find("HotWeave.TrustThreshold", "HOTWEAVE_TRUST_THRESHOLD")?.Value is { } text ? ReadNumber(text) : file.Threshold;
            var keys = find("HotWeave.TrustKeys", "HOTWEAVE_TRUST_KEYS")?.Value is { } own ? [own] : file.Keys;
            return new TrustPolicy(mode, application, new TrustedKeyFiles(AppContext.BaseDirectory, ReadOwned, CheckOwned).Read(keys, threshold, application, now), ReadAccept(older));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or OverflowException)
        {
            return TrustPolicy.Off with { Mode = mode, Problem = e.Message };
        }
    }

    private static TrustFile ReadFile(string path)
    {
        var full = Path.GetFullPath(path, AppContext.BaseDirectory);
        try
        {
            return TrustFile.Parse(ReadOwned(full, TrustFile.LongestFile));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{full}: {e.Message}", e);
        }
    }

    private static byte[] ReadOwned(string path, int longest)
    {
        CheckOwned(path);
        return BoundedFile.Read(path, longest, CancellationToken.None);
    }

    private static void CheckOwned(string path)
    {
        if (FileOwnership.FindFault(path) is { } fault)
            throw new FormatException(fault);
    }

    private static long ReadNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"the threshold is '{text}', and must be a number");

    private static TrustMode ReadMode(string text) => text.ToLowerInvariant() switch
    {
        "off" => TrustMode.Off,
        "warn" => TrustMode.Warn,
        "require" => TrustMode.Require,
        _ => throw new FormatException($"the mode is '{text}', and must be off, warn or require"),
    };

    private static bool ReadAccept(string text) => text.ToLowerInvariant() switch
    {
        "accept" => true,
        "signed" => false,
        _ => throw new FormatException($"older patches are '{text}', and must be accept or signed"),
    };
}
