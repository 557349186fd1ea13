using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>A deployed assembly, read twice: as it is, and to be unwoven.</summary>
/// <param name="Woven">As it is.</param>
/// <param name="Old">The same without its weaving.</param>
internal sealed record DeployedImages(ModuleImage Woven, BuildImage Old) : IDisposable
{
    /// <summary>Reads both; null when the file was refused, which is reported.</summary>
    /// <inheritdoc cref="BuildImage.Read"/>
    public static DeployedImages? Read(ModuleReader reader, string path, byte[] bytes, byte[]? symbols, DiagnosticSink sink)
    {
        if (BuildImage.Read(reader, path, bytes, symbols, sink) is not { } old)
            return null;
        // What there is to say about the file is said.
        return new DeployedImages(reader.ReadAgain(path, bytes, module => BuildImage.Attach(module, path, symbols, new DiagnosticSink())), old);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Woven.Dispose();
        Old.Dispose();
    }
}
