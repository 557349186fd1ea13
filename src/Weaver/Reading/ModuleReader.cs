using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Reading.Bounds;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading;

/// <summary>Reads assemblies from files, refusing with a message what cannot be worked on.</summary>
internal sealed class ModuleReader
{
    private readonly IReadOnlyList<string> _references;
    private readonly DiagnosticSink _sink;
    private readonly ReferenceResolver? _frameworks;

    /// <summary>Makes a reader.</summary>
    /// <param name="references">Assembly files and directories in which references are looked up.</param>
    /// <param name="sink">Where messages go.</param>
    /// <param name="frameworks">Reads assemblies of shared frameworks for all images; null to have each image read its own.</param>
    public ModuleReader(IReadOnlyList<string> references, DiagnosticSink sink, ReferenceResolver? frameworks = null)
    {
        _frameworks = frameworks;
        _references = references;
        _sink = sink;
    }

    /// <summary>Whether the file stays as it is, so that it does not matter that its native code is not read.</summary>
    public bool KeepsNativeCode { get; init; }

    /// <summary>
    /// Whether an assembly may have its native code in a composite image: where its instructions are what is wanted, and what is written is
    /// never started beside that image.
    /// </summary>
    public bool TakesComposites { get; init; }

    /// <summary>Whether bodies are left in the image until something asks for them; they are looked at there.</summary>
    public bool LeavesBodies { get; init; }

    /// <summary>
    /// Whether even that is left to a caller who knows what will be asked for, and calls <see cref="Check"/>; where bodies are left.
    /// </summary>
    public bool LeavesChecks { get; init; }

    /// <summary>Whether symbols are left out: they were tried, and are damaged in a way that shows only where they are used.</summary>
    public bool LeavesSymbols { get; init; }

    /// <summary>The assembly in <paramref name="path"/>, all of it looked at; null when it was refused.</summary>
    public ModuleImage? Read(string path) =>
        ReadBytes(path) is { } bytes ? Read(path, bytes, module => SymbolReaders.Attach(module, path, _sink)) : null;

    /// <summary>The assembly with these bytes, all of it looked at; null when it was refused.</summary>
    /// <param name="path">What to call it in messages; references are looked up beside it.</param>
    /// <param name="bytes">The assembly.</param>
    /// <param name="attachSymbols">Gives the module its symbols, if it has any.</param>
    /// <param name="raw">The same bytes with their tables found, where the caller has that.</param>
    public ModuleImage? Read(string path, byte[] bytes, Func<ModuleDefinition, SymbolFormat> attachSymbols, RawImage? raw = null)
    {
        if (!IsAcceptable(PortableExecutableHeaders.Classify(bytes), path))
            return null;

        var resolver = new ReferenceResolver(Path.GetDirectoryName(Path.GetFullPath(path))!, _references, _frameworks);
        ModuleDefinition? module = null;
        var symbols = SymbolFormat.None;
        try
        {
            ImageBounds.Check(bytes);
            module = CheckedModule.ReadTrusted(bytes, new ReaderParameters { AssemblyResolver = resolver });
            if (Refuse(module, path))
                return Abandon(module, resolver);
            resolver.Add(module.Assembly);
            symbols = LeavesSymbols ? SymbolFormat.None : attachSymbols(module);
            raw = LeavesBodies ? raw ?? RawImage.Read(bytes) : null;
            if (raw is null || !(LeavesChecks || DamagedInput.CanReadAll(module, raw, static _ => false)))
            {
                raw = null;
                DamagedInput.ReadAll(module);
            }

            return new ModuleImage(path, bytes, module, symbols, resolver) { Raw = raw };
        }
        catch (AssemblyResolutionException e)
        {
            _sink.Report(ReadingDiagnostics.MissingReference.With(path, e.AssemblyReference.Name));
        }
        catch (Exception e) when (DamageSign.IsOfReadFile(e) && symbols != SymbolFormat.None)
        {
            Abandon(module, resolver);
            return ReadWithoutSymbols(path, bytes, raw, e);
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            _sink.Report(ReadingDiagnostics.Damaged.With((e as BadImageFormatException)?.FileName ?? path, e.Message));
        }

        return Abandon(module, resolver);
    }

    // Bodies are read with their symbols. If it can be read without them, they were what was damaged; if not, that is said.
    private ModuleImage? ReadWithoutSymbols(string path, byte[] bytes, RawImage? raw, Exception failure)
    {
        var reader = new ModuleReader(_references, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = LeavesBodies, LeavesChecks = LeavesChecks, LeavesSymbols = true };
        var image = reader.Read(path, bytes, static _ => SymbolFormat.None, raw);
        if (image is not null)
            _sink.Report(ReadingDiagnostics.SymbolsDamaged.With(path, failure.Message));
        return image;
    }

    /// <summary>Looks at what <see cref="LeavesChecks"/> left.</summary>
    /// <param name="image">The assembly.</param>
    /// <param name="isLeft">Whether nothing will be asked for of a type.</param>
    /// <returns>Whether its bodies can be used where they stand; null when it was refused.</returns>
    public bool? Check(ModuleImage image, Func<TypeDefinition, bool> isLeft)
    {
        try
        {
            if (image.Raw is { } raw && DamagedInput.CanReadAll(image.Module, raw, isLeft))
                return true;
            // As it stands in the file: the module may have been changed since.
            using var module = CheckedModule.ReadTrusted(image.Bytes, new ReaderParameters { AssemblyResolver = image.Module.AssemblyResolver });
            DamagedInput.ReadAll(module);
            return false;
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            _sink.Report(ReadingDiagnostics.Damaged.With(image.Path, e.Message));
            return null;
        }
    }

    /// <summary>
    /// The assembly with these bytes, in objects of their own and without looking at it: another image of it was accepted.
    /// </summary>
    /// <inheritdoc cref="Read(string, byte[], Func{ModuleDefinition, SymbolFormat}, RawImage?)"/>
    public ModuleImage ReadAgain(string path, byte[] bytes, Func<ModuleDefinition, SymbolFormat> attachSymbols, RawImage? raw = null)
    {
        var resolver = new ReferenceResolver(Path.GetDirectoryName(Path.GetFullPath(path))!, _references, _frameworks);
        var module = CheckedModule.ReadTrusted(bytes, new ReaderParameters { AssemblyResolver = resolver });
        resolver.Add(module.Assembly);
        return new ModuleImage(path, bytes, module, LeavesSymbols ? SymbolFormat.None : attachSymbols(module), resolver) { Raw = raw };
    }

    private static ModuleImage? Abandon(ModuleDefinition? module, ReferenceResolver resolver)
    {
        module?.Dispose();
        resolver.Dispose();
        return null;
    }

    /// <summary>The bytes of a file; null when it cannot be read, which is reported.</summary>
    public byte[]? ReadBytes(string path)
    {
        try
        {
            return InputFile.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _sink.Report(ReadingDiagnostics.FileNotFound.With(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _sink.Report(ReadingDiagnostics.FileUnreadable.With(path, e.Message));
        }

        return null;
    }

    private bool IsAcceptable(ImageKind kind, string path)
    {
        var message = kind switch
        {
            ImageKind.NotExecutable => ReadingDiagnostics.NotAnAssembly.With(path),
            ImageKind.Truncated => ReadingDiagnostics.Damaged.With(path, "it ends too early"),
            ImageKind.Native => ReadingDiagnostics.NativeImage.With(path),
            ImageKind.MixedMode => ReadingDiagnostics.MixedMode.With(path),
            ImageKind.CompositeReadyToRun when !TakesComposites => ReadingDiagnostics.CompositeReadyToRun.With(path),
            ImageKind.ReadyToRun or ImageKind.CompositeReadyToRun when !KeepsNativeCode => ReadingDiagnostics.ReadyToRunDropped.With(path),
            _ => null,
        };
        if (message is null)
            return true;
        _sink.Report(message);
        return message.Severity != DiagnosticSeverity.Error;
    }

    private bool Refuse(ModuleDefinition module, string path)
    {
        var message = module.Assembly is null ? ReadingDiagnostics.NetModule
            : IsReferenceAssembly(module.Assembly) ? ReadingDiagnostics.ReferenceAssembly
            : null;
        if (message is null)
            return false;
        _sink.Report(message.With(path));
        return true;
    }

    private static bool IsReferenceAssembly(AssemblyDefinition assembly) =>
        assembly.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.ReferenceAssemblyAttribute");
}
