using HotWeave.MSBuild.Diagnostics;
using HotWeave.MSBuild.State;
using HotWeave.Weaver;
using Microsoft.Build.Framework;

namespace HotWeave.MSBuild.Tasks;

/// <summary>A task that knows the assembly in <c>obj</c>, the state kept beside it, and the project's settings.</summary>
public abstract class SettingsTask : HotWeaveTask
{
    /// <summary>The assembly in <c>obj</c>.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The file that says what the last weaving left.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary><c>HotWeaveAll</c>: true or false; empty means false.</summary>
    public string All { get; set; } = "";

    /// <summary><c>HotWeaveSmallMethods</c>: accessors, leave or export; empty means accessors.</summary>
    public string SmallMethods { get; set; } = "";

    /// <summary><c>HotWeaveWaitingLoops</c>: true or false; empty means true.</summary>
    public string WaitingLoops { get; set; } = "";

    /// <summary><c>HotWeaveOverrides</c>: common, true or false; empty means common.</summary>
    public string Overrides { get; set; } = "";

    /// <summary><c>HotWeaveInterfaces</c>: true or false; empty means false.</summary>
    public string Interfaces { get; set; } = "";

    /// <summary>The patterns of <c>HotWeaveInclude</c>.</summary>
    public string[] Include { get; set; } = [];

    /// <summary>The patterns of <c>HotWeaveExclude</c>.</summary>
    public string[] Exclude { get; set; } = [];

    /// <summary>The key pair file that the compiler signed with; empty when it did not sign fully.</summary>
    public string KeyFile { get; set; } = "";

    /// <inheritdoc/>
    protected sealed override void Run()
    {
        var all = ParseSwitch("HotWeaveAll", All, false);
        var loops = ParseSwitch("HotWeaveWaitingLoops", WaitingLoops, true);
        var overrides = Parse("HotWeaveOverrides", Overrides, OverrideSetting.Common, SettingValues.ReadOverrides, SettingValues.OfOverrides);
        var interfaces = ParseSwitch("HotWeaveInterfaces", Interfaces, false);
        var small = Parse(
            "HotWeaveSmallMethods", SmallMethods, Weaver.SmallMethods.Accessors, SettingValues.ReadSmallMethods, SettingValues.OfSmallMethods);
        if (all is null || small is null || loops is null || overrides is null || interfaces is null)
            return;
        var selection = new WeaveSelection
        {
            All = all.Value,
            Include = Include,
            Exclude = Exclude,
            Overrides = overrides == OverrideSetting.All,
            CommonOverrides = overrides == OverrideSetting.Common,
            Interfaces = interfaces.Value,
        };
        Run(new WeavingSettings(selection, small.Value, loops.Value, KeyFile.Length != 0));
    }

    private protected abstract void Run(WeavingSettings settings);

    private bool? ParseSwitch(string property, string value, bool @default) =>
        Parse(property, value, @default, SettingValues.ReadSwitch, SettingValues.OfSwitch);

    private T? Parse<T>(string property, string value, T @default, Func<string, T?> read, string values)
        where T : struct
    {
        if (value.Length == 0)
            return @default;
        if (read(value) is { } parsed)
            return parsed;
        Messages.Show(BuildDiagnostics.SettingInvalid.With(property, value, values));
        return null;
    }
}
