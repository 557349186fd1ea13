using System.Globalization;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Trust;

/// <summary>A woven application, signers with keys, and processes that are told whom to trust.</summary>
internal sealed class SignedApp : IDisposable
{
    /// <summary>What its processes call the application.</summary>
    public const string Name = "GreetingHost";

    public PublishedApp App { get; } = PublishedApp.Woven();

    /// <summary>The folder of the keys that are trusted.</summary>
    public string Trusted => Path.Combine(App.Beside, "trusted");

    /// <summary>The folder of confirmed patches.</summary>
    public string Patches => Path.Combine(App.Beside, "patches");

    /// <summary>Makes a key that nobody trusts yet.</summary>
    /// <returns>The private key's file.</returns>
    public string NewKey(string name, string algorithm = "p256")
    {
        ToolRun.Done("key", "new", name, "--algorithm", algorithm, "--folder", App.Beside);
        return Path.Combine(App.Beside, name + ".key.pem");
    }

    /// <summary>Makes a key that is trusted.</summary>
    /// <returns>The private key's file.</returns>
    public string NewTrustedKey(string name, string algorithm = "p256")
    {
        var secret = NewKey(name, algorithm);
        Trust(name);
        return secret;
    }

    /// <summary>Has processes that start from now on trust a key.</summary>
    public void Trust(string name)
    {
        Directory.CreateDirectory(Trusted);
        File.Copy(PublicKey(name), Path.Combine(Trusted, name + ".pub.pem"));
    }

    /// <summary>The public key's file.</summary>
    public string PublicKey(string name) => Path.Combine(App.Beside, name + ".pub.pem");

    /// <summary>Makes the patch to the next build, signed.</summary>
    public string MakePatch(string key, params string[] terms)
    {
        var patch = App.MakePatch();
        ToolRun.Done(["sign", patch, "--key", key, "--application", Name, .. terms]);
        return patch;
    }

    /// <summary>Starts a process that requires signatures.</summary>
    public RunningApp Start(params (string, string)[] environment) => RunningApp.StartWithDotnet(
        App.Folder,
        [("HOTWEAVE_TRUST", "require"), ("HOTWEAVE_TRUST_KEYS", Trusted), ("HOTWEAVE_PATCHES", Patches), ("HOTWEAVE_START_TIMEOUT", "30"), .. environment]);

    /// <summary>A process's id, for a command line.</summary>
    public static string Pid(RunningApp process) => process.Id.ToString(CultureInfo.InvariantCulture);

    public void Dispose() => App.Dispose();
}
