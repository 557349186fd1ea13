using System.Text.Json;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>What <c>Properties/launchSettings.json</c> says of a start, as <c>dotnet run</c> reads it.</summary>
/// <param name="Environment">Variables to set.</param>
/// <param name="Arguments">Arguments, as one text; empty for none.</param>
internal sealed record LaunchProfile(IReadOnlyDictionary<string, string> Environment, string Arguments)
{
    private static readonly JsonDocumentOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static LaunchProfile None { get; } = new(new Dictionary<string, string>(), "");

    /// <summary>Reads the profile that was named, or the first that runs the project.</summary>
    /// <exception cref="RefusedException">HW7164: the file cannot be read, or has no such profile.</exception>
    public static LaunchProfile Read(ProjectFacts project, DevRequest request)
    {
        var file = Path.Combine(Path.GetDirectoryName(project.Path)!, "Properties", "launchSettings.json");
        if (request.LeavesLaunchSettings || (!File.Exists(file) && request.LaunchProfile is null))
            return None;
        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllBytes(file), s_lenient);
            return Find(settings.RootElement, request.LaunchProfile) is { } profile
                ? Read(profile)
                : request.LaunchProfile is null ? None : throw Refuse(file, $"it has no profile '{request.LaunchProfile}' with \"commandName\": \"Project\"");
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw Refuse(file, e.Message);
        }
    }

    private static JsonElement? Find(JsonElement settings, string? name)
    {
        if (!settings.TryGetProperty("profiles", out var profiles))
            return null;
        foreach (var profile in profiles.EnumerateObject())
        {
            if ((name is null || string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase)) && TextOf(profile.Value, "commandName") == "Project")
                return profile.Value;
        }

        return null;
    }

    private static LaunchProfile Read(JsonElement profile)
    {
        var variables = new Dictionary<string, string>();
        if (TextOf(profile, "applicationUrl") is { Length: > 0 } urls)
            variables["ASPNETCORE_URLS"] = urls;
        if (profile.TryGetProperty("environmentVariables", out var named))
        {
            foreach (var variable in named.EnumerateObject())
                variables[variable.Name] = System.Environment.ExpandEnvironmentVariables(variable.Value.GetString() ?? "");
        }

        return new LaunchProfile(variables, System.Environment.ExpandEnvironmentVariables(TextOf(profile, "commandLineArgs") ?? ""));
    }

    private static string? TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static RefusedException Refuse(string file, string why) => new(DevDiagnostics.LaunchSettings.With(file, why));
}
