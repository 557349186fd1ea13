using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>One application in a folder, as its <c>runtimeconfig.json</c> describes it.</summary>
/// <param name="Name">Its name: that of its main assembly.</param>
/// <param name="Frameworks">The shared frameworks it runs on, or those it brings along.</param>
/// <param name="IsSelfContained">Whether it brings its frameworks along.</param>
/// <param name="AllowsStartupHooks">Whether a startup hook, and so the control agent, will run in it.</param>
/// <param name="Deps">Its <c>deps.json</c>; null when it has none and takes every assembly in the folder.</param>
internal sealed record AppEntry(
    string Name, IReadOnlyList<FrameworkReference> Frameworks, bool IsSelfContained, bool AllowsStartupHooks, DepsFile? Deps)
{
    private const int OldestFramework = 8;

    /// <summary>The main assembly's file name.</summary>
    public string MainAssembly => Name + ".dll";

    /// <summary>The name of its <c>deps.json</c>.</summary>
    public string DepsName => Name + ".deps.json";

    /// <summary>The name of its <c>runtimeconfig.json</c>.</summary>
    public string ConfigName => ConfigNameOf(Name);

    /// <summary>Reads one.</summary>
    /// <exception cref="RefusedException">HW7107: a file is damaged; HW7115: it is older than .NET 8.</exception>
    public static AppEntry Read(string folder, string name)
    {
        var path = Path.Combine(folder, ConfigNameOf(name));
        var deps = Path.Combine(folder, name + ".deps.json");
        try
        {
            var options = JsonFile.Read(path)["runtimeOptions"]?.AsObject() ?? [];
            var app = Read(name, options, File.Exists(deps) ? DepsFile.Parse(deps) : null);
            app.CheckAge(path);
            return app;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // A value of another kind than the format has there.
            throw new RefusedException(UseDiagnostics.DamagedJson.With(path, e.Message), e);
        }
    }

    private static string ConfigNameOf(string name) => name + ".runtimeconfig.json";

    private static AppEntry Read(string name, JsonObject options, DepsFile? deps)
    {
        var included = ReadFrameworks(options, "includedFrameworks");
        var referenced = ReadFrameworks(options, "frameworks");
        if (options["framework"] is JsonObject single)
            referenced.Add(FrameworkReference.Read(single));
        var hooks = options["configProperties"]?["System.StartupHookProvider.IsSupported"];
        return new AppEntry(name, included.Count > 0 ? included : referenced, included.Count > 0, hooks?.GetValueKind() != JsonValueKind.False, deps);
    }

    private static List<FrameworkReference> ReadFrameworks(JsonObject options, string property) =>
        [.. (options[property]?.AsArray() ?? []).OfType<JsonObject>().Select(FrameworkReference.Read)];

    private void CheckAge(string path)
    {
        foreach (var framework in Frameworks)
        {
            var major = framework.Version.Split('.')[0];
            if (framework.Name == "Microsoft.NETCore.App" && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < OldestFramework)
                throw new RefusedException(UseDiagnostics.AppTooOld.With(path, framework.Version));
        }
    }
}

/// <summary>A shared framework.</summary>
/// <param name="Name">Such as <c>Microsoft.NETCore.App</c>.</param>
/// <param name="Version">Such as <c>8.0.0</c>.</param>
internal sealed record FrameworkReference(string Name, string Version)
{
    /// <summary>Reads one entry of a <c>runtimeconfig.json</c>.</summary>
    public static FrameworkReference Read(JsonObject entry) => new((string?)entry["name"] ?? "", (string?)entry["version"] ?? "");
}
