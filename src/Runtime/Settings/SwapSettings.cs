using System.Globalization;
using HotWeave.Diagnostics;

namespace HotWeave.Settings;

/// <summary>
/// What holds when a swap does not say: the application's configuration (<c>runtimeconfig.json</c>, <see cref="AppContext"/>), else
/// the environment. Read at each swap.
/// </summary>
internal static class SwapSettings
{
    private const int DefaultBlockedUnits = 256;

    /// <exception cref="SwapException">HW6211.</exception>
    internal static SwapMode? Mode =>
        Find("HotWeave.Mode", "HOTWEAVE_MODE") is not { } text ? null
        : Enum.GetValues<SwapMode>().Where(m => string.Equals(m.ToString(), text.Value, StringComparison.OrdinalIgnoreCase)).Cast<SwapMode?>().SingleOrDefault()
            ?? throw SwapDiagnostics.BadSetting.Refuse(text.Name, text.Value, "Immediate, UnitOfWork or Quiescent");

    /// <summary>How long running units may take to end.</summary>
    /// <exception cref="SwapException">HW6211.</exception>
    internal static TimeSpan Timeout => Seconds("HotWeave.Timeout", "HOTWEAVE_TIMEOUT", 2);

    /// <summary>How long the initialisers of a patch's added static fields may take, all together.</summary>
    /// <exception cref="SwapException">HW6211.</exception>
    internal static TimeSpan InitialiserTimeout => Seconds("HotWeave.InitialiserTimeout", "HOTWEAVE_INITIALISER_TIMEOUT", 10);

    /// <summary>How long confirmed patches may make no progress when the process starts.</summary>
    /// <exception cref="SwapException">HW6211.</exception>
    internal static TimeSpan StartTimeout => Seconds("HotWeave.StartTimeout", "HOTWEAVE_START_TIMEOUT", 2);

    /// <summary>How long a start with confirmed patches must live to count as one that did; zero when nothing is counted.</summary>
    /// <exception cref="SwapException">HW6211.</exception>
    internal static TimeSpan StartLife => Find("HotWeave.StartLife", "HOTWEAVE_START_LIFE") is { Value: "0" } ? TimeSpan.Zero : Seconds("HotWeave.StartLife", "HOTWEAVE_START_LIFE", 30);

    /// <exception cref="SwapException">HW6211.</exception>
    internal static int BlockedUnits =>
        Find("HotWeave.BlockedUnits", "HOTWEAVE_BLOCKED_UNITS") is not { } text ? DefaultBlockedUnits
        : int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw SwapDiagnostics.BadSetting.Refuse(text.Name, text.Value, "a number, 0 or more");

    /// <summary>The folder of confirmed patches; null when none is set.</summary>
    internal static string? Patches => Find("HotWeave.Patches", "HOTWEAVE_PATCHES")?.Value;

    /// <summary>The file or folder of the audit log; null when none is set.</summary>
    internal static string? Audit => Find("HotWeave.Audit", "HOTWEAVE_AUDIT")?.Value;

    private static TimeSpan Seconds(string setting, string variable, double otherwise) =>
        Find(setting, variable) is not { } text ? TimeSpan.FromSeconds(otherwise)
        : double.TryParse(text.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw SwapDiagnostics.BadSetting.Refuse(text.Name, text.Value, "seconds, more than 0 and at most 86400");

    internal static (string Name, string Value)? Find(string setting, string variable)
    {
        if (AppContext.GetData(setting) is { } data)
            return (setting, Convert.ToString(data, CultureInfo.InvariantCulture) ?? "");
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? (variable, value) : null;
    }
}
