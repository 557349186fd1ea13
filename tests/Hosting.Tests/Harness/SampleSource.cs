using Microsoft.CodeAnalysis;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>A sample's two versions, as they lie in the repository: compiled, woven, and made a patch of once.</summary>
internal sealed class SampleSource
{
    /// <summary>What the SDK for web applications imports by itself, as far as tests need it.</summary>
    internal const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private readonly Lazy<WovenProgram> _program;

    private SampleSource(string name) =>
        _program = new(() => WovenProgram.Make(name, OutputKind.ConsoleApplication, Texts(name, version: 1), Texts(name, version: 2)));

    internal static SampleSource MinimalApi { get; } = new("MinimalApi");

    internal static SampleSource PingPong { get; } = new("PingPong");

    internal static SampleSource TcpEcho { get; } = new("TcpEcho");

    internal WovenProgram Program => _program.Value;

    // Version 2 is version 1 with the files of the folder v2 in place of those of the same names.
    private static string[] Texts(string name, int version)
    {
        var resources = typeof(SampleSource).Assembly.GetManifestResourceNames();
        var second = resources.Where(r => r.StartsWith(name + "/v2/", StringComparison.Ordinal)).ToDictionary(static r => r.Split('/')[^1]);
        var files = resources.Where(r => r.StartsWith(name + "/", StringComparison.Ordinal) && !second.ContainsValue(r)).ToDictionary(static r => r.Split('/')[^1]);
        if (version == 2)
        {
            foreach (var (file, resource) in second)
                files[file] = resource;
        }

        return [ImplicitUsings, .. files.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => ReadResource(f.Value))];
    }

    /// <summary>The text of a source that is embedded here.</summary>
    internal static string ReadResource(string resource)
    {
        using var stream = typeof(SampleSource).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
