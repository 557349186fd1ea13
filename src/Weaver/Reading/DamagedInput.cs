using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Cecil trusts the metadata that it reads: damage shows as whatever exception the bytes happen to cause. This touches
/// everything once, so that all of it happens in the reading stage.
/// </summary>
internal static class DamagedInput
{
    /// <summary>
    /// Whether the file in <paramref name="image"/> can be read to the last attribute and written again. If so, work on it that fails is
    /// a defect of ours.
    /// </summary>
    public static bool SurvivesRoundTrip(byte[] image)
    {
        try
        {
            using var module = CheckedModule.ReadTrusted(image, new ReaderParameters(ReadingMode.Immediate));
            ReadAll(module);
            module.Write(new MemoryStream());
            return true;
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            return false;
        }
        catch (AssemblyResolutionException)
        {
            return true; // a reference is missing, but what the file says of it could be read
        }
    }

    /// <summary>Reads every type, member and body of <paramref name="module"/>, and that none of them refers to nothing.</summary>
    public static void ReadAll(ModuleDefinition module) => ReadAll(module, static _ => false, static m => Read(m.Body));

    /// <summary>
    /// Reads every type and member of <paramref name="module"/>, and looks at every body where it stands in <paramref name="image"/>; false
    /// when it does not understand one, of which
    /// <see cref="ReadAll(ModuleDefinition)"/> is the judge.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="image">Its image.</param>
    /// <param name="isLeft">Whether to pass over a type.</param>
    public static bool CanReadAll(ModuleDefinition module, RawImage image, Func<TypeDefinition, bool> isLeft)
    {
        var bodies = new BodyCheck(module, image);
        try
        {
            ReadAll(module, isLeft, bodies.Check);
            return true;
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            return false;
        }
    }

    private static void ReadAll(ModuleDefinition module, Func<TypeDefinition, bool> isLeft, Action<MethodDefinition> readBody)
    {
        foreach (var type in module.GetTypes().Where(t => !isLeft(t)))
        {
            Check(type.Name, type);
            foreach (var implementation in type.Interfaces)
                Check(implementation.InterfaceType, type);
            ReadAttributes(type, type);
            ReadGenericParameters(type, type);
            foreach (var field in type.Fields)
                Check(field.FieldType, type);
            foreach (var method in type.Methods)
                Read(method, readBody);
        }

        ReadAttributes(module.Assembly, module.Assembly);
    }

    private static void Read(MethodDefinition method, Action<MethodDefinition> readBody)
    {
        Check(method.ReturnType, method);
        foreach (var parameter in method.Parameters)
            Check(parameter.ParameterType, method);
        foreach (var overridden in method.Overrides)
            Check(overridden, method);
        ReadAttributes(method, method);
        ReadGenericParameters(method, method);
        // Extern methods that the runtime supplies ([UnsafeAccessor]) have no address, and no flag that says so.
        if (method.HasBody && method.RVA != 0)
            readBody(method);
    }

    private static void Read(MethodBody body)
    {
        var end = 0;
        foreach (var instruction in body.Instructions)
        {
            end = instruction.Offset + instruction.GetSize();
            if (instruction.OpCode.OperandType != OperandType.InlineNone)
                Check(instruction.Operand, body.Method);
            if (instruction.Operand is Instruction[] targets && Array.IndexOf(targets, null) >= 0)
                throw new BadImageFormatException($"{body.Method} has a switch that leads nowhere");
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            Check(handler.TryStart, body.Method);
            Check(handler.HandlerStart, body.Method);
            if (handler.HandlerType == ExceptionHandlerType.Catch)
                Check(handler.CatchType, body.Method);
        }

        if (end == 0 || end != body.CodeSize)
            throw new BadImageFormatException($"{body.Method} has no instructions or ends within one");
    }

    private static void ReadAttributes(ICustomAttributeProvider provider, object owner)
    {
        if (!provider.HasCustomAttributes)
            return;
        foreach (var attribute in provider.CustomAttributes)
            Check(attribute.Constructor?.DeclaringType, owner);
    }

    private static void ReadGenericParameters(IGenericParameterProvider provider, object owner)
    {
        if (!provider.HasGenericParameters)
            return;
        foreach (var parameter in provider.GenericParameters)
        {
            foreach (var constraint in parameter.Constraints)
                Check(constraint.ConstraintType, owner);
        }
    }

    private static void Check(object? referred, object owner)
    {
        if (referred is null)
            throw new BadImageFormatException($"{owner} refers to something that is not there");
    }
}
