using System.Globalization;
using System.Text.Json;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Examining;

/// <summary>What a process was started with, as far as the system says it: on Linux, of processes of the same user.</summary>
internal sealed class ProcessSurroundings
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    private ProcessSurroundings()
    {
    }

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>The process that debugs it; null where none does.</summary>
    public int? Tracer { get; private init; }

    /// <summary>Reads them.</summary>
    public static ProcessSurroundings Read(ProcessFacts process)
    {
        var folder = "/proc/" + process.Id.ToString(CultureInfo.InvariantCulture);
        var found = new ProcessSurroundings { IsKnown = OperatingSystem.IsLinux(), Tracer = FindTracer(folder) };
        foreach (var variable in (ReadText(folder + "/environ") ?? "").Split('\0'))
        {
            var at = variable.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
                found._environment[variable[..at]] = variable[(at + 1)..];
        }

        if (SwapReadiness.FindFolder(process) is { } application)
        {
            foreach (var program in SwapReadiness.ListPrograms(application))
                found.ReadSettings(Path.Combine(application, program + ".runtimeconfig.json"));
        }

        return found;
    }

    /// <summary>A variable of its environment; null where it has none.</summary>
    public string? FindVariable(string name) => _environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>What a setting of the application, or a variable of its environment, says; null where neither does.</summary>
    public string? FindSetting(string setting, string variable) => FindVariable(variable) ?? _settings.GetValueOrDefault(setting);

    private static int? FindTracer(string folder)
    {
        const string Field = "TracerPid:";
        var line = (ReadText(folder + "/status") ?? "").Split('\n').FirstOrDefault(static l => l.StartsWith(Field, StringComparison.Ordinal));
        return int.TryParse(line?[Field.Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var tracer) && tracer != 0 ? tracer : null;
    }

    private void ReadSettings(string path)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!file.RootElement.TryGetProperty("runtimeOptions", out var options) || !options.TryGetProperty("configProperties", out var properties))
                return;
            foreach (var property in properties.EnumerateObject())
                _settings.TryAdd(property.Name, property.Value.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // What the host could start with, it read; what cannot be read here says nothing.
        }
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now, belongs to somebody else, or the system has no such folder.
            return null;
        }
    }
}
