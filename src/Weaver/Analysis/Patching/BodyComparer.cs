using HotWeave.Weaver.Analysis.Patching.Raw;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Whether two bodies do the same: instructions in their long forms, branch targets by position, tokens by name, generated members by
/// key. Offsets, encodings, symbols and ordinals do not enter.
/// </summary>
/// <param name="newKeys">The keys of the new build.</param>
/// <param name="oldKeys">The keys of the deployed build.</param>
/// <param name="raw">Knows bodies that are the same without looking at their instructions one by one; null to look at all.</param>
internal sealed class BodyComparer(GeneratedKeys newKeys, GeneratedKeys oldKeys, RawBodies? raw = null)
{
    private const MethodImplAttributes Implementation =
        MethodImplAttributes.Synchronized | MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.AggressiveOptimization;

    private readonly MemberText _newText = new(newKeys);
    private readonly MemberText _oldText = new(oldKeys);

    public bool AreSame(MethodDefinition now, MethodDefinition then)
    {
        if (!now.HasBody || !then.HasBody || (ExternMethods.Is(now) && ExternMethods.Is(then)))
            return now.HasBody == then.HasBody && ExternMethods.BindingOf(now) == ExternMethods.BindingOf(then);
        return (now.ImplAttributes & Implementation) == (then.ImplAttributes & Implementation) && (raw?.AreSame(now, then) == true || AreSame(now.Body, then.Body));
    }

    private bool AreSame(MethodBody now, MethodBody then)
    {
        if (now.InitLocals != then.InitLocals || now.Instructions.Count != then.Instructions.Count
            || now.Variables.Count != then.Variables.Count || now.ExceptionHandlers.Count != then.ExceptionHandlers.Count)
            return false;
        for (var i = 0; i < now.Variables.Count; i++)
        {
            if (!AreSame(now.Variables[i].VariableType, then.Variables[i].VariableType))
                return false;
        }

        var targets = new TargetPairs();
        for (var i = 0; i < now.Instructions.Count; i++)
        {
            if (!AreSame(LongForm.Read(now.Instructions[i], now), LongForm.Read(then.Instructions[i], then), targets))
                return false;
        }

        for (var i = 0; i < now.ExceptionHandlers.Count; i++)
        {
            if (!AreSame(now.ExceptionHandlers[i], then.ExceptionHandlers[i], targets))
                return false;
        }

        return targets.AreAtSamePositions(now, then);
    }

    private bool AreSame(ExceptionHandler now, ExceptionHandler then, TargetPairs targets) =>
        now.HandlerType == then.HandlerType
        && targets.Add(now.TryStart, then.TryStart) && targets.Add(now.TryEnd, then.TryEnd) && targets.Add(now.FilterStart, then.FilterStart)
        && targets.Add(now.HandlerStart, then.HandlerStart) && targets.Add(now.HandlerEnd, then.HandlerEnd)
        && AreSame(now.CatchType, then.CatchType);

    private bool AreSame((string Name, object? Operand) now, (string Name, object? Operand) then, TargetPairs targets) =>
        now.Name == then.Name && (now.Operand, then.Operand) switch
        {
            (Instruction a, Instruction b) => targets.Add(a, b),
            (Instruction[] a, Instruction[] b) => a.Length == b.Length && a.Zip(b, targets.Add).All(static same => same),
            (MemberReference a, MemberReference b) => AreSame(a, b),
            (CallSite a, CallSite b) => AreSame(a, b),
            // By their bits: zero has two, and not-a-number equals itself here.
            (float a, float b) => BitConverter.GetBytes(a).SequenceEqual(BitConverter.GetBytes(b)),
            (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
            var (a, b) => Equals(a, b),
        };

    private bool AreSame(CallSite now, CallSite then) =>
        now.CallingConvention == then.CallingConvention && now.Parameters.Count == then.Parameters.Count && AreSame(now.ReturnType, then.ReturnType)
        && now.Parameters.Zip(then.Parameters, (a, b) => AreSame(a.ParameterType, b.ParameterType)).All(static same => same);

    private bool AreSame(MemberReference? now, MemberReference? then) =>
        now is null || then is null ? now == then : _newText.Write(now) == _oldText.Write(then);

    /// <summary>Instructions that code of both bodies names in the same place, so that they must stand in the same place too.</summary>
    private sealed class TargetPairs
    {
        private Dictionary<Instruction, Instruction>? _pairs;

        // An end that is missing is the end of the body.
        public bool Add(Instruction? now, Instruction? then)
        {
            if (now is null || then is null)
                return now == then;
            _pairs ??= [];
            if (_pairs.TryGetValue(now, out var known))
                return known == then;
            _pairs.Add(now, then);
            return true;
        }

        public bool AreAtSamePositions(MethodBody now, MethodBody then)
        {
            if (_pairs is null)
                return true;
            var left = _pairs.Count;
            for (var i = 0; i < now.Instructions.Count; i++)
            {
                if (!_pairs.TryGetValue(now.Instructions[i], out var partner))
                    continue;
                if (partner != then.Instructions[i])
                    return false;
                left--;
            }

            return left == 0;
        }
    }
}
