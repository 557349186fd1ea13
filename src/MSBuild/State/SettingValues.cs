using HotWeave.Weaver;

namespace HotWeave.MSBuild.State;

/// <summary>What the settings of weaving may be, whether a property of the project or an attribute for Fody says so.</summary>
internal static class SettingValues
{
    /// <summary>The values of a switch, in words.</summary>
    public const string OfSwitch = "true or false";

    /// <summary>The values of <c>SmallMethods</c>, in words.</summary>
    public const string OfSmallMethods = "accessors, leave or export";

    /// <summary>The values of <c>Overrides</c>, in words.</summary>
    public const string OfOverrides = "common, true or false";

    /// <summary>The value of a switch; null where it is none.</summary>
    public static bool? ReadSwitch(string text) => bool.TryParse(text, out var value) ? value : null;

    /// <summary>The value of <c>Overrides</c>; null where it is none.</summary>
    public static OverrideSetting? ReadOverrides(string text) => text.ToLowerInvariant() switch
    {
        "common" => OverrideSetting.Common,
        "true" => OverrideSetting.All,
        "false" => OverrideSetting.None,
        _ => null,
    };

    /// <summary>The value of <c>SmallMethods</c>; null where it is none.</summary>
    public static SmallMethods? ReadSmallMethods(string text) => text.ToLowerInvariant() switch
    {
        "accessors" => SmallMethods.Accessors,
        "leave" => SmallMethods.Leave,
        "export" => SmallMethods.Export,
        _ => null,
    };
}
