using System.Diagnostics;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>The applications that the tests run, as their projects built them.</summary>
internal static class TestApps
{
    // …/tests/Tool.Tests/bin/Debug/net10.0/
    private static readonly string[] s_place = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^3..];

    /// <summary>The folder of the application, never woven.</summary>
    public static string Host => Output("GreetingHost");

    /// <summary>The next build of its library.</summary>
    public static string Next => Path.Combine(Output("GreetingNext"), "Greeting.dll");

    /// <summary>The folder of the application, built again from the same sources as another release: other version, commit and paths.</summary>
    public static string Again => Output("GreetingHostAgain");

    /// <summary>The folder of the application whose sessions come and go.</summary>
    public static string Sessions => Output("SessionsHost");

    /// <summary>The next build of its library.</summary>
    public static string SessionsNext => Path.Combine(Output("SessionsNext"), "Sessions.dll");

    /// <summary>The folder of an application one assembly of which <c>deps.json</c> does not call a project.</summary>
    public static string LeftOut => Output("LeftOutHost");

    /// <summary>The next build of that assembly.</summary>
    public static string LeftOutNext => Path.Combine(Output("LeftOutLeafNext"), "LeftOutLeaf.dll");

    /// <summary>Copies a folder with everything in it, modes included.</summary>
    public static void Copy(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from, to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    private static string Output(string project) =>
        Path.GetFullPath(Path.Combine([AppContext.BaseDirectory, "..", "..", "..", "Apps", project, .. s_place]));
}
